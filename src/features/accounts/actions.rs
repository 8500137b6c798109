//! What people can do to accounts.
use super::{
    api::{ChangeUser, CreateGrant, CreateUser, Username},
    granting::{self, Own, Refusal},
    model::{Grant, Ticket, TicketPurpose, User, UserLang, UserStatus},
    problems, queries,
};
use crate::{
    access::{Role, Scope, password, ticket},
    base::{
        Error, Id, Result, Text,
        id::{AreaId, GrantId, OrganisationId, UserId},
        problem::{CHANGED_MEANWHILE, NOT_FOUND},
        text::{Line, name_sort_key},
    },
    db::{Event, InScope, Purpose, Tx, scoped},
    features::{areas, organisations, sessions},
    jobs::send_later,
    mail::Letter,
};

const INVITATION_SECONDS: i64 = 7 * 86_400;
const RESET_SECONDS: i64 = 3_600;

/// Makes an account and, where there is an address, invites its owner by mail.
pub fn create_user(tx: &mut Tx, scope: &Scope, input: CreateUser) -> Result<User> {
    areas::require(tx.conn()?, scope, input.home_area_id, "/home_area_id")?;
    let user = new_user(tx, input.id, input.username, input.full_name, input.home_area_id, input.lang);
    let user = User { email: input.email.map(|e| e.0), ..user };
    queries::refuse_taken_id(tx.conn()?, user.id)?;
    queries::insert(tx, &user)?;
    if user.email.is_some() {
        send_link(tx, &user, TicketPurpose::Invitation)?;
    }
    tx.record(Event::new("user.created", "user", user.id).in_area(user.home_area_id).fields([
        "username",
        "full_name",
        "home_area_id",
    ]));
    Ok(user)
}

fn new_user(
    tx: &Tx,
    id: Option<UserId>,
    username: Username,
    full_name: Line<90>,
    home_area_id: AreaId,
    lang: Option<UserLang>,
) -> User {
    User {
        id: id.unwrap_or_else(Id::new),
        username: username.0,
        name_sort: name_sort_key(&full_name),
        full_name: full_name.into_inner(),
        email: None,
        lang: lang.unwrap_or(UserLang::Vi),
        status: UserStatus::Invited,
        password_hash: None,
        token_version: 1,
        home_area_id,
        created_at: tx.now(),
        rev: 1,
    }
}

/// What somebody may do from the first day on.
#[derive(Debug, Clone, Copy)]
pub struct FirstGrant {
    /// Where; the home area as well.
    pub area_id: AreaId,
    /// As what.
    pub role: Role,
    /// For which organisation; whoever collects needs one.
    pub organisation_id: Option<OrganisationId>,
}

impl FirstGrant {
    /// For no organisation.
    pub fn of(area_id: AreaId, role: Role) -> Self {
        Self { area_id, role, organisation_id: None }
    }
}

/// Makes an active account with a password and one grant: the first administrator, and the people of the demonstration.
///
/// # Errors
/// When the name is taken.
pub fn create_ready_user(
    tx: &mut Tx,
    username: &str,
    full_name: &str,
    hash: &str,
    FirstGrant { area_id, role, organisation_id }: FirstGrant,
) -> Result<User> {
    let full_name = Line::parse(full_name).ok_or_else(|| Error::internal("the full name is not usable"))?;
    let user = new_user(tx, None, Username(username.to_lowercase()), full_name, area_id, None);
    let user = User { status: UserStatus::Active, password_hash: Some(hash.to_owned()), ..user };
    queries::insert(tx, &user)?;
    let grant = Grant {
        id: Id::new(),
        user_id: user.id,
        role,
        area_id,
        organisation_id,
        valid_from: tx.today(),
        valid_to: None,
        granted_by: None,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert_grant(tx, &grant)?;
    tx.record(Event::new("user.created", "user", user.id).in_area(area_id).fields(["username", "full_name", "role"]));
    Ok(user)
}

/// Makes the first administrator, over the whole country.
///
/// # Errors
/// When the name is taken or the password is weak.
pub fn create_first_administrator(
    tx: &mut Tx,
    username: &str,
    full_name: &str,
    secret: &str,
    area_id: AreaId,
) -> Result<User> {
    if let Some(why) = password::weakness(secret, username) {
        return Err(problems::WEAK_PASSWORD.because(why.vi, why.en).into());
    }
    let grant = FirstGrant::of(area_id, Role::SystemAdmin);
    create_ready_user(tx, username, full_name, &password::hash(secret)?, grant)
}

/// Changes an account; locking it ends every session at once.
pub fn change_user(tx: &mut Tx, scope: &Scope, id: UserId, rev: i64, input: ChangeUser) -> Result<User> {
    let user = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if user.rev != rev {
        return Err(CHANGED_MEANWHILE.now().into());
    }
    refuse_self(tx, id)?;
    refuse_above(tx, &user)?;
    let mut new = (*user).clone();
    if let Some(name) = input.full_name {
        new.name_sort = name_sort_key(&name);
        new.full_name = name.into_inner();
    }
    new.email = input.email.map(|email| email.0).apply(new.email);
    new.lang = input.lang.unwrap_or(new.lang);
    match input.disabled {
        Some(true) => {
            new.status = UserStatus::Disabled;
            sessions::end_all_of(tx, id, "account disabled")?;
        }
        Some(false) if new.status == UserStatus::Disabled => {
            new.status = if new.password_hash.is_some() { UserStatus::Active } else { UserStatus::Invited };
        }
        _ => {}
    }
    queries::update(tx, &user, &new)?;
    new.rev = user.rev + 1;
    tx.record(Event::new("user.changed", "user", id).in_area(user.home_area_id).fields([
        "full_name",
        "email",
        "lang",
        "status",
    ]));
    Ok(new)
}

fn refuse_self(tx: &Tx, id: UserId) -> Result<()> {
    if tx.actor().user_id == Some(id) { Err(problems::GRANT_TO_SELF.now().into()) } else { Ok(()) }
}

/// Refuses to change an account that is trusted, now or later, with more than the caller could give: whoever changes
/// its address can set its password.
fn refuse_above(tx: &mut Tx, user: &InScope<User>) -> Result<()> {
    let today = tx.today();
    let held = queries::grants_of(tx.conn()?, user)?;
    let mut open = held.iter().filter(|grant| grant.valid_to.is_none_or(|to| to >= today));
    open.try_for_each(|grant| check_granting(tx, user, grant.role, grant.area_id))
}

/// Gives a grant: never more than the giver's own, never outside the giver's areas, never to oneself.
pub fn create_grant(tx: &mut Tx, scope: &Scope, user_id: UserId, input: CreateGrant) -> Result<Grant> {
    let user = queries::find(tx.conn()?, scope, user_id)?.ok_or_else(Error::not_found)?;
    let area = areas::require(tx.conn()?, scope, input.area_id, "/area_id")?;
    let valid_from = input.valid_from.unwrap_or_else(|| tx.today());
    if input.valid_to.is_some_and(|to| to < valid_from) {
        return Err(problems::GRANT_DATES.field("/valid_to", "before-start", problems::GRANT_DATES.title).into());
    }
    areas::check_alive(&area, valid_from, "/valid_from")?;
    if let Some(to) = input.valid_to {
        areas::check_alive(&area, to, "/valid_to")?;
    }
    match input.organisation_id {
        Some(organisation) => organisations::require(tx.conn()?, organisation, "/organisation_id").map(drop)?,
        None if input.role.is_collecting() => {
            let missing = &problems::GRANT_WITHOUT_ORGANISATION;
            return Err(missing.field("/organisation_id", "missing", missing.title).into());
        }
        None => {}
    }
    check_granting(tx, &user, input.role, area.id)?;
    let grant = Grant {
        id: Id::new(),
        user_id,
        role: input.role,
        area_id: area.id,
        organisation_id: input.organisation_id,
        valid_from,
        valid_to: input.valid_to,
        granted_by: tx.actor().user_id,
        created_at: tx.now(),
        rev: 1,
    };
    queries::insert_grant(tx, &grant)?;
    tx.record(Event::new("grant.created", "grant", grant.id).in_area(area.id).fields([
        "user_id",
        "role",
        "area_id",
        "valid_from",
        "valid_to",
    ]));
    Ok(grant)
}

fn check_granting(tx: &mut Tx, user: &InScope<User>, role: Role, area_id: AreaId) -> Result<()> {
    let (giver, held, today) = (tx.actor().user_id, tx.actor().grants.clone(), tx.today());
    let own = held
        .iter()
        .map(|grant| {
            let scope = Scope::at(grant.area_id, today);
            Ok(Own { role: grant.role, covers: scoped::reaches(tx.conn()?, &scope, area_id)? })
        })
        .collect::<Result<Vec<_>>>()?;
    granting::check(giver, user.id, role, &own).map_err(|refusal| match refusal {
        Refusal::ToSelf => problems::GRANT_TO_SELF.now().into(),
        Refusal::TooHigh => problems::GRANT_TOO_HIGH.now().into(),
    })
}

/// Ends a grant at once: yesterday was its last day.
pub fn end_grant(tx: &mut Tx, scope: &Scope, id: GrantId) -> Result<()> {
    let grant = queries::find_grant(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    refuse_self(tx, grant.user_id)?;
    let yesterday = tx.today().before();
    if grant.valid_to.is_some_and(|to| to <= yesterday) {
        return Err(Error::not_found());
    }
    queries::end_grant(tx, &grant, yesterday)?;
    tx.record(Event::new("grant.ended", "grant", id).in_area(grant.area_id).fields(["valid_to"]));
    Ok(())
}

/// Sends the invitation once more.
pub fn invite(tx: &mut Tx, scope: &Scope, id: UserId) -> Result<User> {
    let user = queries::find(tx.conn()?, scope, id)?.ok_or_else(Error::not_found)?;
    if user.email.is_none() {
        return Err(problems::NO_ADDRESS.now().into());
    }
    send_link(tx, &user, TicketPurpose::Invitation)?;
    tx.record(Event::new("user.invited", "user", id).in_area(user.home_area_id));
    Ok(user.into_inner())
}

/// Sends a link for a new password, if there is such an account with an address. The answer never tells.
pub fn request_reset(tx: &mut Tx, username: &str) -> Result<()> {
    let user = queries::named(tx.conn()?, username)?.filter(|u| u.email.is_some() && u.status != UserStatus::Disabled);
    let Some(user) = user else {
        tx.unchanged();
        return Ok(());
    };
    send_link(tx, &user, TicketPurpose::PasswordReset)?;
    tx.record(Event::new("password.reset_requested", "user", user.id).in_area(user.home_area_id));
    Ok(())
}

fn send_link(tx: &mut Tx, user: &User, purpose: TicketPurpose) -> Result<()> {
    let (now, seconds, letter) = match purpose {
        TicketPurpose::Invitation => (tx.now(), INVITATION_SECONDS, Letter::Invitation),
        TicketPurpose::PasswordReset => (tx.now(), RESET_SECONDS, Letter::PasswordReset),
    };
    let row = Ticket {
        id: Id::new(),
        user_id: user.id,
        purpose,
        created_at: now,
        expires_at: now.plus_seconds(seconds),
        used_at: None,
    };
    queries::insert_ticket(tx, &row)?;
    send_later(tx, user.id, letter, row.id)
}

/// Whose link this is, while it is good.
pub fn owner_of_link(tx: &mut Tx, token: &str) -> Result<User> {
    let not_good = || Error::from(problems::LINK_NOT_GOOD.now());
    let (id, tag) = ticket::parts(token).ok_or_else(not_good)?;
    if !tx.keys().tag_matches(Purpose::MailTicket, id.as_str().as_bytes(), &tag) {
        return Err(not_good());
    }
    let row = queries::find_ticket(tx.conn()?, id)?.ok_or_else(not_good)?;
    if row.used_at.is_some() || row.expires_at < tx.now() {
        return Err(not_good());
    }
    queries::own(tx.conn()?, row.user_id)?.filter(|u| u.status != UserStatus::Disabled).ok_or_else(not_good)
}

/// Sets a password: every session of the account ends, every open link is used up.
pub fn set_password(tx: &mut Tx, user: &User, hash: &str) -> Result<()> {
    let now = tx.now();
    queries::set_password(tx, user.id, hash)?;
    queries::use_up_tickets(tx, user.id, now)?;
    sessions::end_all_of(tx, user.id, "password changed")?;
    tx.record(Event::new("password.changed", "user", user.id).in_area(user.home_area_id));
    Ok(())
}

/// Refuses a weak password at its field.
pub fn check_password(secret: &str, username: &str, pointer: &'static str) -> Result<()> {
    match password::weakness(secret, username) {
        None => Ok(()),
        Some(why) => Err(problems::WEAK_PASSWORD.field(pointer, "weak", Text { vi: why.vi, en: why.en }).into()),
    }
}

/// The caller's own account.
pub fn own_account(tx: &mut Tx) -> Result<User> {
    let id = tx.actor().user_id.ok_or_else(|| Error::from(NOT_FOUND.now()))?;
    queries::own(tx.conn()?, id)?.ok_or_else(Error::not_found)
}
