//! The outbox: a mail is a row written with the change that wants it, sent afterwards, kept until it has left.
//!
//! A crash between sending and noting it repeats a letter under the same Message-ID; none is lost.
use super::queries::{self, Outgoing};
use crate::{
    base::{
        Id, Lang, Moment, Result,
        id::{TicketId, UserId},
    },
    db::{Purpose, Tx, Who},
    mail::{Letter, Mailer, NotSent},
    rest::Api,
};

/// Waits before the next try, seconds; after the last the letter is given up and stays visible.
const BACKOFF: &[i64] = &[60, 300, 1_800, 7_200, 21_600, 86_400, 86_400];

/// Puts a letter into the outbox, in the same transaction as the change that wants it.
///
/// # Errors
/// When the database fails.
pub fn send_later(tx: &mut Tx, user_id: UserId, letter: Letter, ticket_id: TicketId) -> Result<()> {
    let now = tx.now();
    let row = Outgoing {
        id: Id::new(),
        user_id,
        letter: letter.word().to_owned(),
        params: ticket_id.to_string(),
        state: "waiting".into(),
        attempts: 0,
        next_at: now,
        last_error: None,
        created_at: now,
        sent_at: None,
    };
    queries::insert(tx, &row)
}

/// Sends what is due, once; how many left.
///
/// # Errors
/// When the database fails.
pub fn run_once(api: &Api, mailer: &Mailer) -> Result<usize> {
    let now = api.clock().now();
    let due = api.db.read_now(|conn| queries::due(conn, now))?;
    let mut left = 0;
    for (mail, name, lang, email) in due {
        let outcome = deliver(api, mailer, &mail, &name, &lang, email.as_deref());
        left += usize::from(outcome.is_ok());
        api.db.write_now(Who::program("mail worker"), move |tx| note(tx, &mail, outcome, now))?;
    }
    Ok(left)
}

fn deliver(
    api: &Api,
    mailer: &Mailer,
    mail: &Outgoing,
    name: &str,
    lang: &str,
    email: Option<&str>,
) -> std::result::Result<(), NotSent> {
    let letter: Letter = mail.letter.parse().map_err(|()| NotSent::Never("unknown letter".into()))?;
    let ticket: TicketId = mail.params.parse().map_err(|_| NotSent::Never("no ticket".into()))?;
    let to = email.ok_or_else(|| NotSent::Never("the user has no address any more".into()))?;
    let token =
        crate::access::ticket::text(ticket, &api.db.keys().tag(Purpose::MailTicket, ticket.as_str().as_bytes()));
    let lang = if lang == "en" { Lang::En } else { Lang::Vi };
    mailer.send(
        mail.id.as_str(),
        to,
        &letter.write(lang, name, &format!("{}/#/mat-khau/{token}", api.settings.public_url)),
    )
}

fn note(tx: &mut Tx, mail: &Outgoing, outcome: std::result::Result<(), NotSent>, now: Moment) -> Result<()> {
    tx.housekeeping("a letter's way is noted in the outbox itself");
    let attempts = mail.attempts + 1;
    let wait = usize::try_from(mail.attempts).ok().and_then(|tries| BACKOFF.get(tries)).copied();
    let (state, next_at, last_error, sent_at) = match (outcome, wait) {
        (Ok(()), _) => ("sent", now, None, Some(now)),
        (Err(NotSent::Later(why)), Some(wait)) => ("waiting", now.plus_seconds(wait), Some(why), None),
        (Err(NotSent::Later(why) | NotSent::Never(why)), _) => ("given_up", now, Some(why), None),
    };
    queries::note(tx, &Outgoing { state: state.into(), attempts, next_at, last_error, sent_at, ..mail.clone() })
}
