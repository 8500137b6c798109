//! What cells hold and by what they are told apart.
use std::str::FromStr;

use crate::base::{id::CampaignId, scheme::Scheme, text_enum::text_enum};

/// How many sums the widest sheet has.
const WIDTH: usize = 12;

/// The sums of a cell, in the order of its sheet's columns.
pub type Values = [i64; WIDTH];

/// Both together, the second so many times.
pub fn added(values: Values, others: Values, times: i64) -> Values {
    let mut sum = values;
    for (value, other) in sum.iter_mut().zip(others) {
        *value += times * other;
    }
    sum
}

/// A table of cells.
#[derive(Debug, PartialEq, Eq)]
pub struct Sheet {
    /// Its name.
    pub table: &'static str,
    /// Its sums.
    pub columns: &'static [&'static str],
}

text_enum! {
    /// By what cells are told apart.
    pub enum By {
        /// Not at all.
        All = "all",
        /// By partner. Under the empty key: what has any.
        Partner = "partner",
        /// By type of event.
        EventType = "event_type",
        /// By the organisation that does it, or for which it is done.
        Organisation = "organisation",
        /// By campaign.
        Campaign = "campaign",
        /// By what led to it.
        Channel = "channel",
        /// By who did it; in communes and what lies in them only.
        User = "user",
        /// By the reason that was given.
        Reason = "reason",
        /// By what was asked about. Under the empty key: what nothing is said of.
        Topic = "topic",
    }
}

/// By what cells are told apart, and whether they hold one scheme or one campaign alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grouping {
    /// By what.
    pub by: By,
    /// Of which scheme alone.
    pub scheme: Option<Scheme>,
    /// Of which campaign alone.
    pub campaign: Option<CampaignId>,
}

impl Grouping {
    /// Of all schemes and campaigns together.
    pub fn of(by: By) -> Self {
        Self { by, scheme: None, campaign: None }
    }
    /// Of one scheme alone, if one is named.
    pub fn of_scheme(by: By, scheme: Option<Scheme>) -> Self {
        Self { scheme, ..Self::of(by) }
    }
    /// Of one campaign alone, if one is named.
    pub fn of_campaign(by: By, campaign: Option<CampaignId>) -> Self {
        Self { campaign, ..Self::of(by) }
    }
    /// As it stands in a cell: `organisation`, or `organisation:bhyt_hgd` for one scheme alone, `reason:` and its id for one
    /// campaign alone.
    pub fn text(self) -> String {
        match (self.scheme, self.campaign) {
            (Some(scheme), _) => format!("{}:{scheme}", self.by),
            (None, Some(campaign)) => format!("{}:{campaign}", self.by),
            (None, None) => self.by.to_string(),
        }
    }
}

impl FromStr for Grouping {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let Some((by, alone)) = text.split_once(':') else { return Ok(Self::of(text.parse()?)) };
        let by = by.parse()?;
        match (alone.parse().ok(), alone.parse().ok()) {
            (None, None) => Err(()),
            (scheme, campaign) => Ok(Self { by, scheme, campaign }),
        }
    }
}

/// Names the sums of a sheet: `sums_in! { "table" => pub struct Name { column, … } }`.
macro_rules! sums_in {
    ($table:literal => $(#[$doc:meta])* pub struct $name:ident { $($(#[$column_doc:meta])* $column:ident,)+ }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
        pub struct $name { $($(#[$column_doc])* pub $column: i64,)+ }

        impl $name {
            /// Where they are kept.
            pub const SHEET: &'static $crate::db::cells::Sheet =
                &$crate::db::cells::Sheet { table: $table, columns: &[$(stringify!($column)),+] };
        }
        impl From<$crate::db::cells::Values> for $name {
            fn from(values: $crate::db::cells::Values) -> Self {
                let [$($column,)+ ..] = values;
                Self { $($column),+ }
            }
        }
        impl From<$name> for $crate::db::cells::Values {
            fn from(sums: $name) -> Self {
                let mut values = Self::default();
                for (value, sum) in values.iter_mut().zip([$(sums.$column),+]) {
                    *value = sum;
                }
                values
            }
        }
    };
}
pub(crate) use sums_in;
