//! How much there is of the sample.
use clap::ValueEnum;

/// How large the sample is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Size {
    /// 60 communes, 40 000 households, 150 000 visits.
    Full,
    /// 8 communes, 400 households: for tests and for a first look.
    Small,
    /// Only the facts of the articles.
    None,
}

/// How many there are of what.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Amounts {
    pub communes: usize,
    /// In each commune.
    pub hamlets: usize,
    pub households: usize,
    pub visits: usize,
    /// Events a month, beside one in each commune at the start.
    pub events: usize,
    /// Walk lists that are over.
    pub past_lists: usize,
    /// Walk lists that are walked today.
    pub running_lists: usize,
}

impl Size {
    /// What it comes to; nothing where there is no sample.
    pub fn amounts(self) -> Option<Amounts> {
        match self {
            Self::Full => Some(Amounts {
                communes: 60,
                hamlets: 4,
                households: 40_000,
                visits: 150_000,
                events: 14,
                past_lists: 30,
                running_lists: 12,
            }),
            Self::Small => Some(Amounts {
                communes: 8,
                hamlets: 2,
                households: 400,
                visits: 1_800,
                events: 3,
                past_lists: 2,
                running_lists: 2,
            }),
            Self::None => None,
        }
    }
    /// The word that the first campaign of the sample carries, by which a sample that was broken off is known again.
    pub fn code(self) -> &'static str {
        match self {
            Self::Full => "MAU-FULL",
            Self::Small => "MAU-SMALL",
            Self::None => "MAU-NONE",
        }
    }
    /// The size of this code.
    pub fn of_code(code: &str) -> Option<Self> {
        [Self::Full, Self::Small].into_iter().find(|size| size.code() == code)
    }
}
