//! SQL of what sign-ups count for in the funnel.
use diesel::{dsl::count_star, prelude::*};

use super::{
    lifecycle::Step,
    model::{Count, Enrolment, Source},
};
use crate::{
    base::{
        Day, Error, Moment, Result,
        id::{AreaId, CampaignId, EnrolmentId, OrganisationId, PersonId, UserId},
        scheme::Scheme,
    },
    db::{
        Conn, Tx, among,
        cells::Counted,
        schema::{enrolment_counts, enrolment_receipts, enrolment_steps, enrolments, events},
    },
    features::{
        events as held,
        funnel::{Facts, Sums},
        hand_overs, objections, visits,
    },
};

diesel::allow_columns_to_appear_in_same_group_by_clause!(
    enrolment_counts::area_id,
    enrolment_counts::on_day,
    enrolment_counts::campaign_id,
    enrolment_counts::reached,
    enrolments::organisation_id,
    enrolments::source,
    enrolments::created_by,
    enrolments::scheme,
    enrolments::kind,
    enrolment_receipts::paid_on,
);

/// In which campaign the visit or event was that led to a sign-up of somebody, found in scope, or the visit from which the
/// household was handed over; the visit, or that the person was at the event, is marked as having led on.
pub fn campaign_of(
    tx: &mut Tx,
    person: PersonId,
    source: Source,
    source_id: Option<&str>,
) -> Result<Option<CampaignId>> {
    let Some(id) = source_id else { return Ok(None) };
    let no_id = |_| Error::internal("a source that is no id");
    match source {
        Source::Visit => visits::lead_on(tx, id.parse().map_err(no_id)?),
        Source::Event => {
            held::lead_on(tx, id.parse().map_err(no_id)?, person)?;
            let found: Option<Option<CampaignId>> = events::table
                .filter(events::id.eq(id.to_owned()))
                .select(events::campaign_id)
                .first(tx.conn()?)
                .optional()?;
            Ok(found.flatten())
        }
        Source::HandOver => match hand_overs::visit_behind(tx.conn()?, id.parse().map_err(no_id)?)? {
            Some(visit) => visits::lead_on(tx, visit),
            None => Ok(None),
        },
        Source::OwnInitiative | Source::Other => Ok(None),
    }
}

/// What a sign-up that came so far counts for.
fn sums(reached: Step) -> Sums {
    let at = |step: Step| i64::from(reached.rank() >= step.rank());
    Sums { signed: 1, paid: at(Step::Paid), issued: at(Step::Issued), ..Sums::default() }
}

fn facts(row: &Enrolment, count: &Count) -> Facts<'static> {
    Facts {
        area_id: count.area_id,
        on: count.on_day,
        organisation_id: Some(row.organisation_id),
        campaign_id: count.campaign_id,
        channel: Some(row.source.as_str()),
        user_id: row.created_by,
        scheme: Some(row.quote.scheme),
        reason: None,
    }
}

/// A new sign-up counts from now on.
pub fn count_new(tx: &mut Tx, row: &Enrolment, count: &Count) -> Result<()> {
    diesel::insert_into(enrolment_counts::table).values(count).execute(tx.conn()?)?;
    tx.count(Sums::SHEET, [facts(row, count).counted(sums(count.reached), 1)]);
    Ok(())
}

/// A sign-up, found in scope, took these steps: it counts as far as it came.
pub fn count_steps(tx: &mut Tx, row: &Enrolment, steps: impl Iterator<Item = Step>) -> Result<()> {
    let count = of(tx.conn()?, row.id)?;
    let reached = steps.fold(count.reached, Step::reached_after);
    if reached != count.reached {
        diesel::update(enrolment_counts::table.find(row.id))
            .set(enrolment_counts::reached.eq(reached))
            .execute(tx.conn()?)?;
        let facts = facts(row, &count);
        tx.count(Sums::SHEET, [facts.counted(sums(count.reached), -1), facts.counted(sums(reached), 1)]);
    }
    Ok(())
}

/// Steps by which a promise is taken back or a participation given up.
pub const STOPS: [Step; 2] = [Step::Cancelled, Step::Stopped];

/// A sign-up, found in scope, took these steps for these reasons: those by which it was given up count.
pub fn count_stops<'r>(tx: &mut Tx, row: &Enrolment, steps: impl Iterator<Item = (Step, &'r str)>) -> Result<()> {
    for (_, reason) in steps.filter(|(step, _)| STOPS.contains(step)) {
        let place = of(tx.conn()?, row.id)?.area_id;
        tx.count(objections::Sums::SHEET, [objections::stop(place, tx.today(), reason)]);
    }
    Ok(())
}

/// Where and when a sign-up, found in scope, counts.
///
/// # Errors
/// When the database fails.
pub fn of(conn: &mut Conn, id: EnrolmentId) -> Result<Count> {
    Ok(enrolment_counts::table.find(id).select(Count::as_select()).first(conn)?)
}

/// The areas that sign-ups count in.
///
/// # Errors
/// When the database fails.
pub fn places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(enrolment_counts::table.select(enrolment_counts::area_id).distinct().load(conn)?)
}

type Alike = (AreaId, Day, OrganisationId, Option<CampaignId>, Source, Option<UserId>, Scheme, Step, i64);

/// What the sign-ups in these areas count for.
///
/// # Errors
/// When the database fails.
pub fn counted(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let alike = (
        enrolment_counts::area_id,
        enrolment_counts::on_day,
        enrolments::organisation_id,
        enrolment_counts::campaign_id,
        enrolments::source,
        enrolments::created_by,
        enrolments::scheme,
        enrolment_counts::reached,
    );
    let rows: Vec<Alike> = enrolments::table
        .inner_join(enrolment_counts::table)
        .filter(among(enrolment_counts::area_id, areas))
        .group_by(alike)
        .select((
            enrolment_counts::area_id,
            enrolment_counts::on_day,
            enrolments::organisation_id,
            enrolment_counts::campaign_id,
            enrolments::source,
            enrolments::created_by,
            enrolments::scheme,
            enrolment_counts::reached,
            count_star(),
        ))
        .load(conn)?;
    let counted = |(area_id, on, organisation, campaign_id, source, user_id, scheme, reached, times): Alike| {
        let facts = Facts {
            area_id,
            on,
            organisation_id: Some(organisation),
            campaign_id,
            channel: Some(source.as_str()),
            user_id,
            scheme: Some(scheme),
            reason: None,
        };
        facts.counted(sums(reached), times)
    };
    Ok(rows.into_iter().map(counted).collect())
}

/// The areas in which sign-ups that were given up count.
///
/// # Errors
/// When the database fails.
pub fn stop_places(conn: &mut Conn) -> Result<Vec<AreaId>> {
    Ok(enrolments::table
        .inner_join(enrolment_counts::table)
        .inner_join(enrolment_steps::table)
        .filter(enrolment_steps::to_step.eq_any(STOPS))
        .filter(enrolment_steps::reason.is_not_null())
        .select(enrolment_counts::area_id)
        .distinct()
        .load(conn)?)
}

/// What the sign-ups in these areas that were given up count for.
///
/// # Errors
/// When the database fails.
pub fn stopped(conn: &mut Conn, areas: &[AreaId]) -> Result<Vec<Counted>> {
    let rows: Vec<(AreaId, Moment, Option<String>)> = enrolments::table
        .inner_join(enrolment_counts::table)
        .inner_join(enrolment_steps::table)
        .filter(among(enrolment_counts::area_id, areas))
        .filter(enrolment_steps::to_step.eq_any(STOPS))
        .select((enrolment_counts::area_id, enrolment_steps::at, enrolment_steps::reason))
        .load(conn)?;
    let given = rows.into_iter().filter_map(|(area, at, reason)| Some((area, at.day(), reason?)));
    Ok(given.map(|(area, on, reason)| objections::stop(area, on, &reason)).collect())
}
