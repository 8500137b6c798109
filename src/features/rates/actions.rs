//! What people can do to the law as it is written here: record what a decree says, and take back what has not begun.
use super::{
    api::{CreateRate, WithdrawRate},
    kinds::{Confidence, Keys},
    model::Rate,
    problems, queries,
};
use crate::{
    access::Scope,
    base::{Day, Error, Id, Moment, Result, Text, id::RateId, id::UserId, problem::NOT_ALLOWED, share::thousands},
    db::{Conn, Event, Tx, scoped},
    features::lists::{self, List},
};

/// No law of today's insurances is older (NĐ 12/CP, NĐ 43/CP of 1995 begin it for voluntary and compulsory insurance alike).
fn is_too_old(day: Day) -> bool {
    day.year() < 1995
}

/// The row that this input would make, checked against its kind. What has begun cannot be withdrawn: where it was written
/// down wrongly, another value from the same day takes its place, with the reason.
///
/// # Errors
/// `rate-key`, `rate-value`, `rate-late`, `rate-same-day`.
pub fn draft(conn: &mut Conn, input: CreateRate, today: Day, at: Moment, by: Option<UserId>) -> Result<Rate> {
    let spec = input.kind.spec().ok_or_else(|| Error::internal("a kind without its line in KINDS"))?;
    let key = input.key.map(|key| key.into_inner()).unwrap_or_default();
    let known = match spec.keys {
        Keys::None => key.is_empty(),
        Keys::Words(words) => words.contains(&key.as_str()),
        Keys::GroupOr(words) => words.contains(&key.as_str()) || lists::codes(conn, List::Group)?.contains(&key),
    };
    if !known {
        return Err(problems::BAD_KEY.field("/key", "unknown-key", problems::BAD_KEY.title).into());
    }
    let value = input.value.map(|value| value.0);
    if value.is_some_and(|v| v < spec.least || v > spec.most) || input.unit.is_some_and(|unit| unit != spec.unit) {
        let (least, most, unit) = (thousands(spec.least), thousands(spec.most), spec.unit);
        let mut refusal = problems::BAD_VALUE
            .because(format!("Đơn vị {unit}, từ {least} đến {most}."), format!("In {unit}, from {least} to {most}."));
        refusal.errors = problems::BAD_VALUE.field("/value", "out-of-bounds", problems::BAD_VALUE.title).errors;
        return Err(refusal.into());
    }
    if is_too_old(input.effective_from) {
        let old = Text { vi: "Ngày hiệu lực trước năm 1995", en: "It begins before 1995" };
        return Err(problems::BAD_VALUE.field("/effective_from", "too-old", old).into());
    }
    let same_day = queries::begins_on(conn, input.kind, &key, input.effective_from)?;
    if same_day.as_ref().is_some_and(|before| before.value == value || before.effective_from > today) {
        return Err(problems::SAME_DAY.now().into());
    }
    if (input.effective_from < today || same_day.is_some()) && input.late_because.is_none() {
        let missing =
            Text { vi: "Phải ghi lý do nhập muộn hoặc sửa", en: "Say why it is entered late or put right" };
        return Err(problems::LATE.field("/late_because", "missing", missing).into());
    }
    Ok(Rate {
        id: input.id.unwrap_or_else(Id::new),
        kind: input.kind,
        key,
        value,
        effective_from: input.effective_from,
        legal_basis: input.legal_basis.into_inner(),
        article: input.article.map(|text| text.into_inner()),
        confidence: input.confidence.unwrap_or(Confidence::Verified),
        note: input.note.map(|text| text.into_inner()),
        late_because: input.late_because.map(|text| text.into_inner()),
        recorded_at: at,
        recorded_n: 0,
        recorded_by: by,
        withdrawn_at: None,
        withdrawn_n: None,
        withdrawn_by: None,
        withdrawn_why: None,
    })
}

/// The law is that of the whole country: only who works for all of it writes it down.
fn refuse_part(tx: &mut Tx, scope: &Scope) -> Result<()> {
    if scoped::reaches_country(tx.conn()?, scope)? {
        return Ok(());
    }
    Err(NOT_ALLOWED
        .because(
            "Mức quy định áp dụng cho cả nước: chỉ người được giao quyền trên cả nước được nhập hoặc thu hồi.",
            "Rates hold in the whole country: only who has the right for all of it records or withdraws them.",
        )
        .into())
}

/// Records what a decree says, or puts right what was recorded for a day.
///
/// # Errors
/// `not-allowed` for a part of the country; as [`draft`]; `already-exists`.
pub fn create_rate(tx: &mut Tx, scope: &Scope, input: CreateRate) -> Result<Rate> {
    refuse_part(tx, scope)?;
    let (today, now, by) = (tx.today(), tx.now(), tx.actor().user_id);
    let mut row = draft(tx.conn()?, input, today, now, by)?;
    row.recorded_n = queries::next_law_number(tx)?;
    queries::insert(tx, &row)?;
    tx.record(Event::new("rate.recorded", "rate", row.id).fields(["kind", "key", "value", "effective_from"]));
    Ok(row)
}

/// Takes back a rate that has not begun.
///
/// # Errors
/// `not-allowed` for a part of the country; `not-found`, `rate-withdrawn`, `rate-begun`.
pub fn withdraw_rate(tx: &mut Tx, scope: &Scope, id: RateId, input: WithdrawRate) -> Result<Rate> {
    refuse_part(tx, scope)?;
    let mut row = queries::find(tx.conn()?, id)?.ok_or_else(Error::not_found)?;
    if row.withdrawn_at.is_some() {
        return Err(problems::WITHDRAWN.now().into());
    }
    if row.effective_from <= tx.today() {
        return Err(problems::BEGUN.now().into());
    }
    row.withdrawn_at = Some(tx.now());
    row.withdrawn_n = Some(queries::next_law_number(tx)?);
    row.withdrawn_by = tx.actor().user_id;
    row.withdrawn_why = Some(input.reason.into_inner());
    queries::withdraw(tx, &row)?;
    tx.record(Event::new("rate.withdrawn", "rate", row.id).fields(["withdrawn_why"]));
    Ok(row)
}
