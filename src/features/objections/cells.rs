//! What a promise taken back, a participation given up and a question at an event add to which cells: pure.
//!
//! Reasons given at the door are counted with the visits (`features::funnel`), of which they are a share.
use crate::{
    base::{
        Day,
        id::{AreaId, CampaignId},
    },
    db::cells::{By, Counted, Group, Grouping, Values, added, sums_in},
};

sums_in! { "objection_cells" =>
    /// What a cell holds.
    pub struct Sums {
        /// Promises taken back and participations given up, with their reason, on the day it was recorded.
        stops,
        /// Questions, on the day of their event.
        questions,
        /// Of those, the ones that were answered.
        answered,
    }
}

fn counted(area_id: AreaId, on: Option<Day>, groups: Vec<Group>, each: Sums, times: i64) -> Counted {
    Counted { area_id, rises: true, on, groups: groups.into(), values: added(Values::default(), each.into(), times) }
}

/// A sign-up that counts in this area was given up for this reason.
pub fn stop(area_id: AreaId, on: Day, reason: &str) -> Counted {
    let groups = vec![Group { grouping: Grouping::of(By::Reason), key: reason.into() }];
    counted(area_id, Some(on), groups, Sums { stops: 1, ..Sums::default() }, 1)
}

/// A question at an event.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// Where the event was held.
    pub area_id: AreaId,
    /// The day it counts on, when known.
    pub on: Option<Day>,
    /// In which campaign.
    pub campaign_id: Option<CampaignId>,
    /// What was asked about, as far as it was noted.
    pub topic: Option<&'a str>,
    /// Whether it was answered.
    pub answered: bool,
}

impl Asked<'_> {
    /// What it counts for; less than nothing where it is taken away.
    pub fn counted(&self, times: i64) -> Counted {
        let alone = [None].into_iter().chain(self.campaign_id.map(Some));
        let group = |campaign| Group {
            grouping: Grouping::of_campaign(By::Topic, campaign),
            key: self.topic.unwrap_or_default().into(),
        };
        let each = Sums { questions: 1, answered: self.answered.into(), ..Sums::default() };
        counted(self.area_id, self.on, alone.map(group).collect(), each, times)
    }
}
