//! Why nothing can be estimated.
use std::fmt;

use crate::base::Text;

/// The numbers do not allow what was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// Nothing was given.
    Nothing,
    /// A number that is none, or is out of its bounds.
    Number,
    /// Everybody was assigned, or nobody.
    OneArm,
    /// One cluster has no spread.
    OneCluster,
    /// Some stand in a cluster, some do not.
    HalfClustered,
    /// A cluster that was drawn as a whole is said to be on both sides, or in two strata.
    SplitCluster,
    /// Nobody was treated later than the first period, or nobody is left to compare with.
    NoComparison,
    /// Too few points in time for what is estimated.
    TooShort,
    /// The same unit stands twice in one period, or its first treated period changes.
    Contradiction,
    /// What is estimated cannot be told apart in these numbers.
    Singular,
    /// More than is worked out at once.
    TooMany,
    /// The design does not allow to speak of an effect, hence not of its price.
    NoEffect,
}

impl Unfit {
    /// What is wrong, in one sentence.
    pub fn text(self) -> Text {
        let (vi, en) = match self {
            Self::Nothing => ("Không có dòng số liệu nào.", "There are no rows."),
            Self::Number => {
                ("Có số không dùng được hoặc ngoài giới hạn.", "A number cannot be used or is out of its bounds.")
            }
            Self::OneArm => {
                ("Cần có cả nhóm được giao và nhóm đối chứng.", "Both an assigned and a control group are needed.")
            }
            Self::OneCluster => ("Mỗi nhóm cần ít nhất hai cụm.", "Each group needs two clusters at least."),
            Self::HalfClustered => (
                "Có dòng ghi cụm, có dòng không: phải ghi cụm ở mọi dòng hoặc không dòng nào.",
                "Some rows name a cluster, some do not: name it in all rows or in none.",
            ),
            Self::SplitCluster => (
                "Một cụm được bốc thăm cả cụm lại nằm ở hai nhóm hoặc hai tầng.",
                "A cluster that was drawn as a whole stands in two groups or two strata.",
            ),
            Self::NoComparison => (
                "Không có nhóm bắt đầu sau kỳ đầu, hoặc không còn nhóm để so sánh.",
                "Nobody began after the first period, or nobody is left to compare with.",
            ),
            Self::TooShort => (
                "Số kỳ quá ít: cần ít nhất 12 kỳ trước và 12 kỳ sau.",
                "There are too few points in time: 12 before and 12 after are needed.",
            ),
            Self::Contradiction => (
                "Một đơn vị có hai dòng trong cùng kỳ, hoặc có hai kỳ bắt đầu hay hai cụm khác nhau.",
                "A unit has two rows in one period, or two different first treated periods or clusters.",
            ),
            Self::Singular => {
                ("Số liệu không đủ khác nhau để ước lượng.", "The numbers do not differ enough to estimate this.")
            }
            Self::TooMany => ("Nhiều quá mức tính được một lần.", "There is more than is worked out at once."),
            Self::NoEffect => (
                "Thiết kế này không cho phép nói đến phần tăng thêm, nên không có chi phí cho phần tăng thêm.",
                "This design does not show what was added, hence not what it cost.",
            ),
        };
        Text { vi, en }
    }
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text().en)
    }
}

impl std::error::Error for Unfit {}
