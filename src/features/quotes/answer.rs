//! What a quote answers: amounts, who pays which part and why, the days that matter, and what to beware of.
use serde::Serialize;
use utoipa::ToSchema;

use super::question::{CardForm, Method};
use crate::{
    base::{
        Day, Lang, Text,
        id::SupportRuleId,
        month::Month,
        scheme::SoldScheme,
        share::{Percent, thousands},
        text_enum::text_enum,
    },
    features::{
        rates::{FactView, RateKind},
        support_rules::{Basis, BudgetLevel},
    },
};

text_enum! {
    /// Whose money a support is.
    pub enum Source {
        /// The state.
        State = "state",
        /// A local budget.
        Local = "local",
        /// Others.
        Other = "other",
    }
}
text_enum! {
    /// What to beware of.
    pub enum WarningCode {
        /// A rate that the amount rests on changes within the paid period.
        RateChanges = "rate_changes",
        /// The supported months are used up within the period.
        SupportCapReached = "support_cap_reached",
        /// The supported months were used up before.
        SupportCapUsedUp = "support_cap_used_up",
        /// What the state gave on that day is not recorded here.
        SupportNotRecorded = "support_not_recorded",
        /// The interest of the year of payment is not recorded; that of an earlier one was taken.
        InterestOfAnotherYear = "interest_of_another_year",
        /// The group is supported for a limited time.
        SupportTimeLimited = "support_time_limited",
        /// The day by which it was due has passed.
        PastDue = "past_due",
        /// No text says whether support of a single payment is discounted.
        SupportUnsettled = "support_unsettled",
        /// Cover begins before the day of payment: a gap below the limit.
        BackdatedCover = "backdated_cover",
        /// A rule of an old territory may hold here.
        LegacyAreaUnclear = "legacy_area_unclear",
        /// A local rule hangs on age or residence, which is not said.
        LocalRuleUnsaid = "local_rule_unsaid",
        /// A local rule ends within the period.
        LocalRuleEnds = "local_rule_ends",
        /// The household could pay less in the other form.
        CheaperForm = "cheaper_form",
        /// The members' months differ: who stands where on the ladder decides the total.
        MonthsDiffer = "months_differ",
    }
}
text_enum! {
    /// Why a group decides about the state's support.
    pub enum WonBecause {
        /// It is the only one that counts.
        Only = "only",
        /// It gives the most of those claimed.
        Highest = "highest",
        /// No group claimed is supported; everybody is.
        Everybody = "everybody",
    }
}

/// Something to beware of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Warning {
    pub code: WarningCode,
    /// In the language asked for.
    pub text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub member: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub on: Option<Day>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<RateKind>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub old: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub new: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rule: Option<String>,
}

impl Warning {
    /// A warning without particulars.
    pub fn of(code: WarningCode) -> Self {
        Self {
            code,
            text: String::new(),
            member: None,
            month: None,
            on: None,
            kind: None,
            key: None,
            old: None,
            new: None,
            rule: None,
        }
    }
    fn say(&self, lang: Lang) -> String {
        let day = self.on.map(|day| if lang == Lang::Vi { day.vi() } else { day.to_string() }).unwrap_or_default();
        let month = self.month.map(|m| if lang == Lang::Vi { m.vi() } else { m.to_string() }).unwrap_or_default();
        let number = |n: Option<i64>| n.map_or_else(|| "–".to_owned(), thousands);
        let means = self.kind.and_then(RateKind::spec).map_or("", |spec| lang.pick(spec.means));
        let mut text = lang.pick(self.code.words()).to_owned();
        for (name, value) in [
            ("{day}", day),
            ("{month}", month),
            ("{means}", means.to_owned()),
            ("{old}", number(self.old)),
            ("{new}", number(self.new)),
            ("{rule}", self.rule.clone().unwrap_or_default()),
        ] {
            text = text.replace(name, &value);
        }
        match &self.member {
            Some(member) => format!("{member}: {text}"),
            None => text,
        }
    }
}

impl WarningCode {
    fn words(self) -> Text {
        match self {
            Self::RateChanges => Text {
                vi: "{means} đổi từ {old} thành {new} ngày {day}, trong kỳ đã đóng; kỳ này không đóng thêm, không hoàn lại",
                en: "{means} changes from {old} to {new} on {day}, within the paid period; nothing more is paid or given back for it",
            },
            Self::SupportCapReached => Text {
                vi: "Hết số tháng được Nhà nước hỗ trợ ở tháng {month}; các tháng sau tự đóng đủ",
                en: "The months supported by the state are used up in {month}; later months are paid in full",
            },
            Self::SupportCapUsedUp => Text {
                vi: "Đã hưởng đủ số tháng được Nhà nước hỗ trợ",
                en: "The months supported by the state were used up before",
            },
            Self::SupportNotRecorded => Text {
                vi: "Chưa nhập mức hỗ trợ của Nhà nước cho ngày {day}; số tiền này chưa trừ hỗ trợ của nhóm",
                en: "What the state gave on {day} is not recorded; the group's support is not taken off",
            },
            Self::InterestOfAnotherYear => Text {
                vi: "Chưa nhập lãi suất đầu tư quỹ của năm đóng; đang tính theo mức từ ngày {day}",
                en: "The fund's interest of the year of payment is not recorded; that from {day} was taken",
            },
            Self::SupportTimeLimited => Text {
                vi: "Nhóm này chỉ được hỗ trợ trong thời hạn, còn {new} tháng",
                en: "This group is supported for a limited time, of which {new} months are left",
            },
            Self::PastDue => Text {
                vi: "Hạn đóng {day} đã qua; hỏi cơ quan BHXH về tiền lãi của các tháng chậm",
                en: "It was due by {day}; ask the office about interest on the late months",
            },
            Self::SupportUnsettled => Text {
                vi: "Chưa có văn bản nói rõ hỗ trợ khi đóng một lần có chiết khấu hay không",
                en: "No text settles whether the support of a single payment is discounted",
            },
            Self::BackdatedCover => Text {
                vi: "Gián đoạn chưa đến mức phải chờ: thẻ nối tiếp từ {day}, trước ngày đóng",
                en: "The gap is below the limit: the card goes on from {day}, before the payment",
            },
            Self::LegacyAreaUnclear => Text {
                vi: "{rule} áp dụng cho địa bàn cũ, chỉ một phần thuộc xã này; chọn xã cũ để tính hỗ trợ",
                en: "{rule} holds for an old territory that only partly lies here; choose the former commune",
            },
            Self::LocalRuleUnsaid => Text {
                vi: "{rule} còn tùy tuổi hoặc nơi thường trú, chưa được khai",
                en: "{rule} hangs on age or permanent residence, which is not said",
            },
            Self::LocalRuleEnds => Text {
                vi: "{rule} hết hiệu lực ngày {day}, trong kỳ đã đóng",
                en: "{rule} ends on {day}, within the paid period",
            },
            Self::CheaperForm => Text {
                vi: "Hộ có thể đóng ít hơn {new} đồng nếu chọn hình thức khác; xem hai cách tính",
                en: "The household could pay {new} đồng less in the other form; both are shown",
            },
            Self::MonthsDiffer => Text {
                vi: "Số tháng của các thành viên khác nhau: người bắt đầu trước đứng trước, rồi người ít tháng",
                en: "The members' months differ: who begins first stands first, then who takes fewer months",
            },
        }
    }
}

/// A support and where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Support {
    pub source: Source,
    /// The group that it is given for.
    #[schema(required)]
    pub group: Option<String>,
    /// Of what `of` says; null for a fixed amount.
    #[schema(required)]
    pub percent: Option<Percent>,
    pub of: Basis,
    /// For so many of the months paid.
    pub months: u32,
    pub amount_vnd: i64,
    /// The paper it rests on.
    pub basis: String,
    #[schema(required)]
    pub article: Option<String>,
    /// The local rule.
    #[schema(required)]
    pub rule_id: Option<SupportRuleId>,
    /// Whose budget pays, for a local rule.
    pub layers: Vec<LayerView>,
}

/// What one budget pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct LayerView {
    pub level: BudgetLevel,
    pub amount_vnd: i64,
}

/// Which group decides about the state's support, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupWon {
    pub group: String,
    pub percent: Percent,
    pub because: WonBecause,
    /// The other claims that are supported, with their percent.
    pub over: Vec<GroupPercent>,
}

/// A group with what the state gives for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupPercent {
    pub group: String,
    pub percent: Percent,
}

/// One month of a payment whose months are all alike; rounded for itself, so the sums above are what counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct PerMonth {
    pub full_vnd: i64,
    pub supports_vnd: i64,
    pub payable_vnd: i64,
}

/// What one person pays.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MemberAnswer {
    /// As in the question; `self` where one person is asked about.
    pub key: String,
    pub method: Method,
    pub months: u32,
    #[schema(required)]
    pub income_vnd: Option<i64>,
    /// The place among those who join in the household form this calendar year.
    #[schema(required)]
    pub rank: Option<u32>,
    #[schema(required)]
    pub rank_percent: Option<Percent>,
    #[schema(required)]
    pub form: Option<CardForm>,
    pub groups: Vec<String>,
    #[schema(required)]
    pub group_won: Option<GroupWon>,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    #[schema(required)]
    pub per_month: Option<PerMonth>,
    pub supports: Vec<Support>,
    /// The first day paid for.
    pub period_from: Day,
    pub starts_on: Day,
    pub paid_to: Day,
    #[schema(required)]
    pub due_by: Option<Day>,
    pub lapsed_after: Day,
}

/// What the household pays in each form that is open to some of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = HouseholdChoice)]
pub struct Choice {
    /// Who may choose.
    pub members: Vec<String>,
    /// When they join as supported groups.
    pub supported_vnd: i64,
    /// When they join in the household form.
    pub household_vnd: i64,
    /// The form that costs less; null when both cost the same.
    #[schema(required)]
    pub cheaper: Option<CardForm>,
}

/// The answer to a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Quote {
    pub scheme: SoldScheme,
    /// The day of payment.
    pub on: Day,
    /// The lowest income, for voluntary social insurance.
    #[schema(required)]
    pub floor_vnd: Option<i64>,
    #[schema(required)]
    pub ceiling_vnd: Option<i64>,
    pub full_vnd: i64,
    pub state_vnd: i64,
    pub local_vnd: i64,
    pub other_vnd: i64,
    pub payable_vnd: i64,
    /// One month, where the months of everybody are alike.
    #[schema(required)]
    pub per_month: Option<PerMonth>,
    /// Of all members, those of one source, group and rule together.
    pub supports: Vec<Support>,
    #[schema(required)]
    pub group_won: Option<GroupWon>,
    /// The earliest of the members' days.
    #[schema(required)]
    pub due_by: Option<Day>,
    pub starts_on: Day,
    pub paid_to: Day,
    pub lapsed_after: Day,
    /// The last day on which this answer holds.
    pub valid_to: Day,
    #[schema(required)]
    pub choice: Option<Choice>,
    pub warnings: Vec<Warning>,
    pub members: Vec<MemberAnswer>,
    /// Every dated fact it rests on.
    pub law: Vec<FactView>,
}

impl Quote {
    /// The same with its warnings in this language.
    pub fn in_words(mut self, lang: Lang) -> Self {
        for warning in &mut self.warnings {
            warning.text = warning.say(lang);
        }
        self
    }
}
