//! What a door on a list, a visit, a sign-up and the end of a period add to which cells: pure.
//!
//! Each counts once in the area where the household lay and in everything above it, on its day, in its month and year; once
//! among all, and under its organisation, campaign, channel and user where it has one; and where it is of a scheme, the
//! same within the scheme. A reason that was given is one more, also within the campaign.
use std::sync::Arc;

use crate::{
    base::{
        Day,
        id::{AreaId, CampaignId, OrganisationId, UserId},
        scheme::Scheme,
        text_enum::text_enum,
    },
    db::cells::{By, Counted, Group, Grouping, Values, added, sums_in},
};

text_enum! {
    /// How far a visit came. Each step holds those before it.
    pub enum Reach {
        /// Not to this household's door.
        Nowhere = "nowhere",
        /// To the door, and nobody was met.
        Door = "door",
        /// Somebody was met, who refused before any insurance was spoken of.
        People = "people",
        /// Somebody said what they think of an insurance, or how they are insured.
        Talk = "talk",
        /// Somebody wants an insurance or is thinking about it.
        Interest = "interest",
    }
}
crate::db::text_column!(Reach);

sums_in! { "funnel_cells" =>
    /// What a cell holds.
    pub struct Sums {
        /// Doors on walk lists, on the day the list was made.
        listed,
        /// Of those, the ones that a visit reached while the list was walked.
        attempted,
        /// Visits that reached the door.
        doors,
        /// Of those, the ones at which somebody was met.
        met,
        /// Of those, the ones at which insurance was spoken of.
        talked,
        /// Of those, the ones at which somebody was interested.
        interested,
        /// Visits at which somebody was met and that a sign-up names as what led to it.
        led_on,
        /// Sign-ups, on the day they were promised.
        signed,
        /// Of those, the ones that are paid, or went on from there.
        paid,
        /// Of those, the ones whose card or book was issued.
        issued,
        /// Periods that were paid for, on their last day.
        ended,
        /// Of those, the ones that were paid on.
        renewed,
    }
}

impl Sums {
    /// A door on a list.
    pub fn door_on_list(attempted: bool) -> Self {
        Self { listed: 1, attempted: attempted.into(), ..Self::default() }
    }
    /// A visit.
    pub fn visit(reach: Reach, led_on: bool) -> Self {
        let at = |step: Reach| i64::from(reach >= step);
        Self {
            doors: at(Reach::Door),
            met: at(Reach::People),
            talked: at(Reach::Talk),
            interested: at(Reach::Interest),
            led_on: if led_on { at(Reach::People) } else { 0 },
            ..Self::default()
        }
    }
    /// Both together.
    pub fn and(self, other: Self) -> Self {
        added(self.into(), other.into(), 1).into()
    }
}

/// What counts, and where it belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Facts<'f> {
    /// Where the household lay.
    pub area_id: AreaId,
    /// The day it counts on.
    pub on: Day,
    /// For which organisation it was done.
    pub organisation_id: Option<OrganisationId>,
    /// In which campaign.
    pub campaign_id: Option<CampaignId>,
    /// What led to it.
    pub channel: Option<&'f str>,
    /// Who did it.
    pub user_id: Option<UserId>,
    /// In which scheme.
    pub scheme: Option<Scheme>,
    /// Which reason somebody who was met gave for not joining.
    pub reason: Option<&'f str>,
}

impl Facts<'_> {
    /// What it counts under.
    pub fn groups(&self) -> Arc<[Group]> {
        let keys = [
            Some((By::All, String::new())),
            self.organisation_id.map(|id| (By::Organisation, id.to_string())),
            self.campaign_id.map(|id| (By::Campaign, id.to_string())),
            self.channel.map(|channel| (By::Channel, channel.to_owned())),
            self.user_id.map(|id| (By::User, id.to_string())),
        ];
        let schemes = [Some(None), self.scheme.map(Some)];
        let groups = keys.into_iter().flatten().flat_map(|(by, key)| {
            let key: Arc<str> = key.into();
            schemes
                .into_iter()
                .flatten()
                .map(move |scheme| Group { grouping: Grouping::of_scheme(by, scheme), key: key.clone() })
        });
        let reasons = self.reason.into_iter().flat_map(|reason| {
            let key: Arc<str> = reason.into();
            let campaigns = [None].into_iter().chain(self.campaign_id.map(Some));
            campaigns
                .map(move |campaign| Group { grouping: Grouping::of_campaign(By::Reason, campaign), key: key.clone() })
        });
        groups.chain(reasons).collect()
    }
    /// What so many that are alike count for; less than nothing where they are taken away.
    pub fn counted(&self, each: Sums, times: i64) -> Counted {
        let values = added(Values::default(), each.into(), times);
        Counted { area_id: self.area_id, rises: true, on: Some(self.on), groups: self.groups(), values }
    }
}
