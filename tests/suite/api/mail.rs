//! Invitation and reset by mail, over a real SMTP server.
use base64::{Engine, prelude::BASE64_URL_SAFE_NO_PAD};
use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    base::id::TicketId,
    config::{Mail, MailTransport, SmtpSecurity},
    db::{Keys, Purpose, schema::outgoing_mails},
    jobs,
    mail::Mailer,
};

use crate::support::{
    Answer, Client, World,
    db::keys,
    smtp::{Mood, Smtp},
    world::test_config,
};

const NEW: &str = "gió chướng thổi qua đồng muối";
const DAY: i64 = 86_400;

fn mailer_to(smtp: &Smtp) -> Mailer {
    let config = Mail {
        transport: MailTransport::Smtp,
        smtp_host: "127.0.0.1".into(),
        smtp_port: smtp.port,
        smtp_security: SmtpSecurity::None,
        ..test_config().mail
    };
    Mailer::new(&config).expect("a mailer")
}

/// The text of a letter: quoted-printable or base64, as it came over the wire.
fn plain(letter: &str) -> String {
    let (head, body) = letter.split_once("\n\n").expect("head and body");
    let bytes = if head.contains("base64") {
        base64::prelude::BASE64_STANDARD.decode(body.replace(['\n', '\r'], "")).expect("base64")
    } else {
        let joined = body.replace("=\r\n", "").replace("=\n", "");
        let mut out = Vec::new();
        let mut rest = joined.bytes();
        while let Some(byte) = rest.next() {
            match (byte, head.contains("quoted-printable")) {
                (b'=', true) => {
                    let hex: String = rest.by_ref().take(2).map(char::from).collect();
                    out.push(u8::from_str_radix(&hex, 16).expect("hexadecimal"));
                }
                _ => out.push(byte),
            }
        }
        out
    };
    String::from_utf8(bytes).expect("UTF-8")
}

fn header<'a>(letter: &'a str, name: &str) -> &'a str {
    letter.lines().find_map(|l| l.strip_prefix(name)).unwrap_or_else(|| panic!("no {name} in {letter}"))
}

fn token_in(letter: &str) -> String {
    let text = plain(letter);
    let start = text.find("/#/mat-khau/").unwrap_or_else(|| panic!("no link in {text}")) + "/#/mat-khau/".len();
    text[start..].split_whitespace().next().expect("a token").to_owned()
}

async fn confirm(w: &World, token: &str, password: &str) -> Answer {
    w.anonymous().post("/password-resets/confirm", json!({ "token": token, "password": password })).await
}

async fn ask_reset(w: &World, username: &str) -> Answer {
    w.anonymous().post("/password-resets", json!({ "username": username })).await
}

async fn try_sign_in(w: &World, username: &str, password: &str) -> u16 {
    w.anonymous().post("/sessions", json!({ "username": username, "password": password })).await.status
}

/// Makes `thao` in Cà Mau with an address.
async fn invite_thao(w: &World, board: &Client) -> Value {
    let body = json!({ "username": "thao", "full_name": "Trần Thị Thảo", "email": "thao@camau.example", "home_area_id": w.here("96") });
    board.post("/users", body).await.expect(201)
}

fn send(w: &World, smtp: &Smtp) -> usize {
    jobs::run_once(&w.api, &mailer_to(smtp)).expect("a round of the mail worker")
}

/// State, tries and last error of every letter.
fn outbox(w: &World) -> Vec<(String, i32, Option<String>)> {
    let read = outgoing_mails::table.order(outgoing_mails::id).select((
        outgoing_mails::state,
        outgoing_mails::attempts,
        outgoing_mails::last_error,
    ));
    w.api.db.read_now(|conn| Ok(read.load(conn)?)).expect("the outbox")
}

#[actix_web::test]
async fn an_invitation_comes_by_mail_and_its_link_works_once() {
    let (w, smtp) = (World::new().await, Smtp::start(Mood::Takes));
    let user = invite_thao(&w, &w.sign_in("hoa").await).await;
    assert_eq!(user["status"], "invited");
    assert_eq!(smtp.letters().len(), 0);
    assert_eq!(send(&w, &smtp), 1);
    let letters = smtp.letters();
    assert_eq!(letters.len(), 1);
    assert_eq!(header(&letters[0], "To: "), "thao@camau.example");
    assert!(header(&letters[0], "Message-ID: ").ends_with("@tungnha>"));
    assert!(plain(&letters[0]).contains("Chào Trần Thị Thảo,"), "{}", plain(&letters[0]));
    let token = token_in(&letters[0]);
    let weak = confirm(&w, &token, "mật khẩu ngắn").await.expect_problem(422, "weak-password");
    assert_eq!(weak["errors"][0]["pointer"], "/password");
    confirm(&w, &token, NEW).await.expect(200);
    assert_eq!(try_sign_in(&w, "thao", NEW).await, 200);
    confirm(&w, &token, "mây trôi trên dòng sông Cửu Long").await.expect_problem(422, "link-not-good");
    assert_eq!((try_sign_in(&w, "thao", NEW).await, send(&w, &smtp)), (200, 0));
    assert_eq!(outbox(&w), [("sent".to_owned(), 1, None)]);
}

#[actix_web::test]
async fn an_invitation_is_good_for_seven_days_and_a_reset_for_one_hour() {
    let (w, smtp) = (World::new().await, Smtp::start(Mood::Takes));
    let user = invite_thao(&w, &w.sign_in("hoa").await).await;
    send(&w, &smtp);
    w.clock.advance_seconds(7 * DAY + 1);
    confirm(&w, &token_in(&smtp.letters()[0]), NEW).await.expect_problem(422, "link-not-good");
    let id = user["id"].as_str().unwrap();
    w.sign_in("hoa").await.post(&format!("/users/{id}/invitations"), json!({})).await.expect(200);
    send(&w, &smtp);
    w.clock.advance_seconds(7 * DAY - 1);
    confirm(&w, &token_in(&smtp.letters()[1]), NEW).await.expect(200);
    for (wait, status) in [(3_601, 422), (3_599, 200)] {
        ask_reset(&w, "thao").await.expect(200);
        send(&w, &smtp);
        w.clock.advance_seconds(wait);
        let letter = smtp.letters().pop().unwrap();
        assert_eq!(confirm(&w, &token_in(&letter), "mây trôi trên dòng sông Cửu Long").await.status, status);
    }
}

#[actix_web::test]
async fn forged_foreign_and_used_up_links_are_refused() {
    let (w, smtp) = (World::new().await, Smtp::start(Mood::Takes));
    invite_thao(&w, &w.sign_in("hoa").await).await;
    ask_reset(&w, "thao").await.expect(200);
    send(&w, &smtp);
    let tokens: Vec<String> = smtp.letters().iter().map(|l| token_in(l)).collect();
    let (id, tag) = tokens[0].split_once('.').unwrap();
    let sealed = |keys: &Keys, purpose, id: &str| {
        format!("{id}.{}", BASE64_URL_SAFE_NO_PAD.encode(keys.tag(purpose, id.as_bytes())))
    };
    assert_eq!(sealed(&keys(), Purpose::MailTicket, id), tokens[0]);
    let nobody = TicketId::new().to_string();
    let stranger = Keys::from_root(*b"the key of another installation.");
    let bad = [
        sealed(&stranger, Purpose::MailTicket, id),
        sealed(&keys(), Purpose::RefreshToken, id),
        sealed(&keys(), Purpose::MailTicket, &nobody),
        format!("{nobody}.{tag}"),
        format!("{id}.{}", tokens[1].split_once('.').unwrap().1),
        format!("{id}."),
        id.to_owned(),
        tokens[0][..tokens[0].len() - 1].to_owned(),
        format!("{}=", tokens[0]),
        String::new(),
    ];
    let lines = w.audit_lines();
    for token in bad {
        confirm(&w, &token, NEW).await.expect_problem(422, "link-not-good");
    }
    assert_eq!(w.audit_lines(), lines);
    // A password set with one link uses up every other link of the account.
    confirm(&w, &tokens[1], NEW).await.expect(200);
    confirm(&w, &tokens[0], NEW).await.expect_problem(422, "link-not-good");
}

#[actix_web::test]
async fn a_reset_never_tells_whether_there_is_such_an_account() {
    let (w, smtp) = (World::new().await, Smtp::start(Mood::Takes));
    let board = w.sign_in("hoa").await;
    let user = invite_thao(&w, &board).await;
    send(&w, &smtp);
    confirm(&w, &token_in(&smtp.letters()[0]), NEW).await.expect(200);
    let known = ask_reset(&w, "thao").await;
    for username in ["khongai", "minh", "tuan"] {
        let other = ask_reset(&w, username).await;
        assert_eq!((other.status, &other.bytes), (known.status, &known.bytes), "{username}");
    }
    // Only the account with an address gets a letter, and signing in works with the old password until the new is set.
    assert_eq!((send(&w, &smtp), try_sign_in(&w, "thao", NEW).await), (1, 200));
    let letter = smtp.letters().pop().unwrap();
    let tag = format!("\"{}\"", 2);
    board
        .patch(&format!("/users/{}", user["id"].as_str().unwrap()), &tag, json!({ "disabled": true }))
        .await
        .expect(200);
    confirm(&w, &token_in(&letter), NEW).await.expect_problem(422, "link-not-good");
    ask_reset(&w, "thao").await.expect(200);
    assert_eq!(send(&w, &smtp), 0);
}

#[actix_web::test]
async fn a_letter_turned_away_for_now_comes_again_under_the_same_number() {
    let (w, smtp) = (World::new().await, Smtp::start(Mood::LaterOnce));
    invite_thao(&w, &w.sign_in("hoa").await).await;
    assert_eq!((send(&w, &smtp), smtp.asked().len(), smtp.letters().len()), (0, 1, 0));
    let (state, attempts, why) = outbox(&w).remove(0);
    assert_eq!((state.as_str(), attempts, why.is_some()), ("waiting", 1, true));
    w.clock.advance_seconds(59);
    assert_eq!((send(&w, &smtp), smtp.asked().len()), (0, 1));
    w.clock.advance_seconds(1);
    assert_eq!((send(&w, &smtp), smtp.letters().len()), (1, 1));
    assert_eq!(outbox(&w), [("sent".to_owned(), 2, None)]);
    let id: String =
        w.api.db.read_now(|conn| Ok(outgoing_mails::table.select(outgoing_mails::id).first(conn)?)).unwrap();
    assert_eq!(header(&smtp.letters()[0], "Message-ID: "), format!("<{id}@tungnha>"));
    confirm(&w, &token_in(&smtp.letters()[0]), NEW).await.expect(200);
}

#[actix_web::test]
async fn a_letter_refused_for_good_is_given_up_and_stays_visible() {
    let (w, smtp) = (World::new().await, Smtp::start(Mood::Never));
    invite_thao(&w, &w.sign_in("hoa").await).await;
    assert_eq!(send(&w, &smtp), 0);
    w.clock.advance_seconds(30 * DAY);
    assert_eq!((send(&w, &smtp), smtp.asked().len()), (0, 1));
    assert_eq!(outbox(&w), [("given_up".to_owned(), 1, Some("refused for good".to_owned()))]);
}

#[actix_web::test]
async fn a_server_that_is_away_is_tried_for_days_and_then_given_up() {
    let w = World::new().await;
    invite_thao(&w, &w.sign_in("hoa").await).await;
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let config = Mail {
        transport: MailTransport::Smtp,
        smtp_host: "127.0.0.1".into(),
        smtp_port: closed,
        smtp_security: SmtpSecurity::None,
        ..test_config().mail
    };
    let mailer = Mailer::new(&config).unwrap();
    let mut tries = 0;
    while outbox(&w)[0].0 == "waiting" {
        assert_eq!(jobs::run_once(&w.api, &mailer).unwrap(), 0);
        w.clock.advance_seconds(DAY);
        tries += 1;
        assert!(tries < 20);
    }
    let (state, attempts, why) = outbox(&w).remove(0);
    assert_eq!((state.as_str(), attempts, why.as_deref()), ("given_up", 8, Some("refused for now, or not reachable")));
}

#[actix_web::test]
async fn without_a_server_letters_are_files_in_a_folder() {
    let w = World::new().await;
    invite_thao(&w, &w.sign_in("hoa").await).await;
    let folder = std::env::temp_dir().join(format!("tungnha-mail-{}", TicketId::new()));
    let mailer =
        Mailer::new(&Mail { transport: MailTransport::File, folder: folder.clone(), ..test_config().mail }).unwrap();
    assert_eq!(jobs::run_once(&w.api, &mailer).unwrap(), 1);
    let files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].extension().and_then(|e| e.to_str()), Some("eml"));
    let letter = std::fs::read_to_string(&files[0]).unwrap().replace("\r\n", "\n");
    confirm(&w, &token_in(&letter), NEW).await.expect(200);
    std::fs::remove_dir_all(folder).unwrap();
}
