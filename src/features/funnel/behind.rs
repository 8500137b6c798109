//! Where the rows behind a figure are found: addresses of this interface. Pure.
use super::steps::{FunnelBy, FunnelStep};
use crate::{
    base::{Day, id::AreaId, scheme::SoldScheme},
    rest::BASE,
};

/// What was asked.
pub struct Question {
    pub area_id: AreaId,
    pub from: Option<Day>,
    pub to: Day,
    pub group_by: FunnelBy,
    pub scheme: Option<SoldScheme>,
}

impl Question {
    /// Where the rows of a step are found, but for what tells one row of figures from another.
    pub fn of_step(&self, step: FunnelStep) -> String {
        let scheme = self.scheme.map(|scheme| format!("&scheme={scheme}")).unwrap_or_default();
        match step {
            FunnelStep::Listed => format!("{BASE}/walk-list-doors?state=listed"),
            FunnelStep::Attempted => format!("{BASE}/walk-list-doors?state=attempted"),
            FunnelStep::Doors => format!("{BASE}/visits?reached=door"),
            FunnelStep::Met => format!("{BASE}/visits?reached=people"),
            FunnelStep::Talked => format!("{BASE}/visits?reached=talk"),
            FunnelStep::Interested => format!("{BASE}/visits?reached=interest"),
            FunnelStep::LedOn => format!("{BASE}/visits?reached=people&led_on=true"),
            FunnelStep::Signed => format!("{BASE}/enrolments?reached=promised{scheme}"),
            FunnelStep::Paid => format!("{BASE}/enrolments?reached=paid{scheme}"),
            FunnelStep::Issued => format!("{BASE}/enrolments?reached=issued{scheme}"),
            FunnelStep::Ended => format!("{BASE}/renewals/ends?state=any{scheme}"),
            FunnelStep::Renewed => format!("{BASE}/renewals/ends?state=renewed{scheme}"),
        }
    }

    /// What tells a row of figures from others; of all together for the empty key.
    pub fn of_row(&self, key: &str) -> String {
        let month = (self.group_by == FunnelBy::Month).then(|| days_of(key)).flatten();
        let (from, to) = match month {
            Some((first, last)) => (Some(self.from.map_or(first, |from| from.max(first))), last.min(self.to)),
            None => (self.from, self.to),
        };
        let area = if self.group_by == FunnelBy::Area && !key.is_empty() { key } else { self.area_id.as_str() };
        let from = from.map(|from| format!("&counted_from={from}")).unwrap_or_default();
        let of = match self.group_by {
            _ if key.is_empty() => String::new(),
            FunnelBy::Month | FunnelBy::Area => String::new(),
            FunnelBy::Organisation => format!("&organisation_id={key}"),
            FunnelBy::Campaign => format!("&campaign_id={key}"),
            FunnelBy::Channel => format!("&channel={key}"),
            FunnelBy::User => format!("&user_id={key}"),
        };
        format!("counted_in={area}{from}&counted_to={to}{of}")
    }
}

/// The first and the last day of a month as it is kept.
fn days_of(month: &str) -> Option<(Day, Day)> {
    let first: Day = format!("{month}-01").parse().ok()?;
    Some((first, first.plus_months(1).before()))
}
