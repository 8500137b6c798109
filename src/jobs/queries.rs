//! All SQL of the outbox.
use diesel::prelude::*;

use crate::{
    base::{
        Moment, Result,
        id::{OutgoingMailId, UserId},
    },
    db::{
        Conn, Tx,
        schema::{outgoing_mails, users},
    },
};

/// A letter waiting to leave.
#[derive(Debug, Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = outgoing_mails, treat_none_as_default_value = false)]
pub struct Outgoing {
    /// Its id, and its Message-ID.
    pub id: OutgoingMailId,
    /// To whom.
    pub user_id: UserId,
    /// Which letter.
    pub letter: String,
    /// The ticket the link is made from.
    pub params: String,
    /// `waiting`, `sent`, `given_up`.
    pub state: String,
    /// Tries so far.
    pub attempts: i32,
    /// Not before.
    pub next_at: Moment,
    /// What the last try met.
    pub last_error: Option<String>,
    /// When it was written.
    pub created_at: Moment,
    /// When it left.
    pub sent_at: Option<Moment>,
}

/// A letter with its reader's name, language and address.
pub type Due = (Outgoing, String, String, Option<String>);

/// Letters that may leave now, each with its reader's name, language and address.
pub fn due(conn: &mut Conn, now: Moment) -> Result<Vec<Due>> {
    Ok(outgoing_mails::table
        .inner_join(users::table)
        .filter(outgoing_mails::state.eq("waiting"))
        .filter(outgoing_mails::next_at.le(now))
        .order((outgoing_mails::next_at, outgoing_mails::id))
        .limit(50)
        .select((Outgoing::as_select(), users::full_name, users::lang, users::email))
        .load(conn)?)
}

pub fn insert(tx: &mut Tx, row: &Outgoing) -> Result<()> {
    diesel::insert_into(outgoing_mails::table).values(row).execute(tx.conn()?)?;
    Ok(())
}

/// Notes how a try went.
pub fn note(tx: &mut Tx, new: &Outgoing) -> Result<()> {
    diesel::update(outgoing_mails::table.find(new.id))
        .set((
            outgoing_mails::state.eq(&new.state),
            outgoing_mails::attempts.eq(new.attempts),
            outgoing_mails::next_at.eq(new.next_at),
            outgoing_mails::last_error.eq(&new.last_error),
            outgoing_mails::sent_at.eq(new.sent_at),
        ))
        .execute(tx.conn()?)?;
    Ok(())
}
