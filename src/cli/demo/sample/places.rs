//! Where the sample plays and who works there: a province of its own, with nothing above it, so that no figure of a real place
//! counts it, and without a position: there is no ground that is nobody's.
pub use super::super::dice::since;
use super::{super::dice::id, size::Amounts};
use crate::{
    base::{
        Result,
        id::{AreaId, OrganisationId},
    },
    features::areas::{Level, MadeUp},
};

/// What every name carries.
pub const LABEL: &str = "(dữ liệu mẫu)";
/// A commune of the sample. Two that follow each other are alike: the lot falls between them.
#[derive(Debug, Clone)]
pub struct Commune {
    pub n: usize,
    pub id: AreaId,
    pub full_name: String,
    pub hamlets: Vec<AreaId>,
    /// How many people live there by the official lists.
    pub people: i64,
    /// How many of a hundred are in household health insurance before the window, and in voluntary insurance.
    pub covered: (f64, f64),
    /// By how many points a month household health insurance grows there anyway.
    pub growing: f64,
}

/// The province.
#[derive(Debug, Clone)]
pub struct Places {
    pub top: AreaId,
    pub communes: Vec<Commune>,
}

fn number(n: usize) -> f64 {
    u32::try_from(n).map_or(0.0, f64::from)
}

impl Places {
    /// All of them.
    ///
    /// # Errors
    /// Never, unless by a mistake of ours.
    pub fn of(amounts: &Amounts) -> Result<Self> {
        let since = since();
        let pairs = amounts.communes.div_ceil(2).max(1);
        let commune = |n: usize| -> Result<Commune> {
            let pair = n / 2;
            // From the smallest to the largest pair, and in another order from the least to the most covered one.
            let (size, rank) = (number(pair) / number(pairs), number(pair * 7 % pairs) / number(pairs));
            let hamlets = (0..amounts.hamlets).map(|k| id("hamlet", n * 100 + k, since)).collect::<Result<_>>()?;
            Ok(Commune {
                n,
                id: id("commune", n, since)?,
                full_name: format!("Xã Mẫu {:02} {LABEL}", n + 1),
                hamlets,
                people: 1_900 + 50 * i64::try_from(pair * 18 / pairs).unwrap_or(0) + i64::from(n % 2 == 1) * 9,
                covered: (26.0 + 12.0 * rank, 3.0 + 3.0 * size),
                growing: 0.3 * number(pair * 11 % pairs) / number(pairs),
            })
        };
        let communes = (0..amounts.communes).map(commune).collect::<Result<_>>()?;
        Ok(Self { top: id("province", 0, since)?, communes })
    }

    /// As they are entered.
    pub fn made_up(&self) -> Vec<MadeUp> {
        let mut all = vec![MadeUp {
            id: self.top,
            code: "MAU".into(),
            level: Level::Province,
            parent_id: None,
            kind: "tinh",
            name: format!("Mẫu {LABEL}"),
            full_name: format!("Tỉnh Mẫu {LABEL}"),
        }];
        for commune in &self.communes {
            let code = format!("MAU{:02}", commune.n + 1);
            let name = format!("Mẫu {:02} {LABEL}", commune.n + 1);
            all.push(MadeUp {
                id: commune.id,
                code: code.clone(),
                level: Level::Commune,
                parent_id: Some(self.top),
                kind: "xa",
                name,
                full_name: commune.full_name.clone(),
            });
            all.extend(commune.hamlets.iter().enumerate().map(|(k, hamlet)| MadeUp {
                id: *hamlet,
                code: format!("{code}.{:03}", k + 1),
                level: Level::Hamlet,
                parent_id: Some(commune.id),
                kind: "thon",
                name: format!("Mẫu {} {LABEL}", k + 1),
                full_name: format!("Thôn Mẫu {} {LABEL}", k + 1),
            }));
        }
        all
    }
}

/// A body of the sample.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Body {
    Board,
    Office,
    Women,
    Farmers,
    Youth,
    Post,
    Agent,
    Newspaper,
    Broadcaster,
}

/// Each with its name and its kind.
pub const BODIES: &[(Body, &str, &str)] = &[
    (Body::Board, "Ban Tuyên giáo và Dân vận Tỉnh ủy Mẫu", "party_board"),
    (Body::Office, "Bảo hiểm xã hội tỉnh Mẫu", "social_security"),
    (Body::Women, "Hội Liên hiệp Phụ nữ tỉnh Mẫu", "womens_union"),
    (Body::Farmers, "Hội Nông dân tỉnh Mẫu", "farmers_association"),
    (Body::Youth, "Tỉnh đoàn Mẫu", "youth_union"),
    (Body::Post, "Bưu điện tỉnh Mẫu", "collection_organisation"),
    (Body::Agent, "Hợp tác xã dịch vụ thu Mẫu", "collection_organisation"),
    (Body::Newspaper, "Báo Mẫu", "newspaper"),
    (Body::Broadcaster, "Đài Phát thanh và Truyền hình Mẫu", "broadcaster"),
];

impl Body {
    /// Its id.
    ///
    /// # Errors
    /// Never, unless by a mistake of ours.
    pub fn id(self) -> Result<OrganisationId> {
        let n = BODIES.iter().position(|(body, ..)| *body == self).unwrap_or(0);
        id("organisation", n, since())
    }
}
