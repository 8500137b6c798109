//! What was recorded here of who joined and who was lost within a span, and where its rows are.
use super::known::{Losses, SignUps};
use crate::{
    access::Scope,
    base::{Day, Result, id::AreaId, scheme::Scheme},
    db::Conn,
    features::{
        enrolments::{self, kinds::Kind},
        renewals::{self, EndState, EndsFilter},
    },
    rest::BASE,
};

/// Of which area and scheme, and from which day until which: the first is the one after the earlier figure, the last that of the
/// later one.
#[derive(Debug, Clone, Copy)]
pub struct Recorded {
    pub area_id: AreaId,
    pub scheme: Scheme,
    pub from: Day,
    pub to: Day,
}

impl Recorded {
    /// Last days of cover that count as lost: on the day of the earlier figure or later, and before that of the later one.
    fn last_days(self) -> (Day, Day) {
        (self.from.before(), self.to.before())
    }
    fn rows(self, lost: bool) -> enrolments::Filter {
        let span = |(from, to)| enrolments::Span { from: Some(from), to: Some(to) };
        enrolments::Filter {
            area_id: Some(self.area_id),
            scheme: Some(self.scheme),
            insured: if lost { enrolments::Span::default() } else { span((self.from, self.to)) },
            lost: if lost { span(self.last_days()) } else { enrolments::Span::default() },
            ..enrolments::Filter::default()
        }
    }
    /// Sign-ups that were paid, were not sent back, and whose cover began within, by what they are.
    pub fn sign_ups(self, conn: &mut Conn, scope: &Scope) -> Result<SignUps> {
        let mut count =
            |kind| enrolments::count(conn, scope, &enrolments::Filter { kind: Some(kind), ..self.rows(false) });
        Ok(SignUps {
            new: count(Kind::New)?,
            re_activated: count(Kind::ReActivated)?,
            moved_in: count(Kind::MovedIn)?,
            renewed: count(Kind::Renewed)?,
        })
    }
    /// The rows behind [`Recorded::sign_ups`] of one kind.
    pub fn sign_up_rows(self, kind: Kind) -> String {
        let Self { area_id, scheme, from, to } = self;
        format!("{BASE}/enrolments?area_id={area_id}&scheme={scheme}&insured_from={from}&insured_to={to}&kind={kind}")
    }
    /// Covers that were given up before their end, or that ended and were not gone on with. Who came back after a gap was lost in
    /// between.
    pub fn losses(self, conn: &mut Conn, scope: &Scope) -> Result<Losses> {
        let (from, to) = self.last_days();
        let ends = EndsFilter {
            area_id: self.area_id,
            from: Some(from),
            to: Some(to),
            organisation_id: None,
            scheme: Some(self.scheme),
            state: EndState::Lost,
        };
        let stopped = enrolments::count(conn, scope, &self.rows(true))?;
        Ok(Losses { stopped, ended: renewals::count_ends(conn, scope, &ends)? })
    }
    /// The rows of covers that were given up.
    pub fn stopped_rows(self) -> String {
        let (Self { area_id, scheme, .. }, (from, to)) = (self, self.last_days());
        format!("{BASE}/enrolments?area_id={area_id}&scheme={scheme}&lost_from={from}&lost_to={to}")
    }
    /// The rows of covers that nobody went on with.
    pub fn ended_rows(self) -> String {
        let (Self { area_id, scheme, .. }, (from, to)) = (self, self.last_days());
        format!(
            "{BASE}/renewals/ends?counted_in={area_id}&scheme={scheme}&counted_from={from}&counted_to={to}&state={}",
            EndState::Lost
        )
    }
}
