//! Makes one of each thing at each place, over HTTP, as the board of the whole country.
use std::{cell::Cell, future::Future, pin::Pin};

use diesel::prelude::*;
use serde_json::{Value, json};
use tungnha::{
    access::{Role, ticket},
    base::{
        Id,
        id::{TicketId, of},
    },
    db::{
        Db, Purpose, Who,
        schema::{grants, mail_tickets},
    },
    features::{imports, papers},
    rest::Endpoint,
};

pub use super::kinds::Kind;
use super::{
    Answer, Client, World, boards, cases,
    db::keys,
    examples::{self as body, Reach, Row, Spot},
    office_lists, sign_ups, touches,
};

/// A place of the little world.
#[derive(Debug, Clone)]
pub struct Place {
    /// What it is called here: an official code, or the code of its commune and `.1`.
    pub name: String,
    /// The area.
    pub area: String,
    /// An area directly below; the hamlets name themselves.
    pub below: String,
    /// A commune in it; the hamlets name themselves.
    pub commune: String,
    /// The areas it lies in.
    pub above: Vec<String>,
}

impl Place {
    /// Whether it is this area or lies in it.
    pub fn lies_in(&self, area: &str) -> bool {
        self.area == area || self.above.iter().any(|a| a == area)
    }
}

/// A request that is ready to be sent, more than once if need be.
pub struct Ready {
    /// Who sends it.
    pub client: Client,
    /// Its method.
    pub method: String,
    /// Path and query below the API's base.
    pub path: String,
    /// Its body.
    pub body: Option<Value>,
}

impl Ready {
    /// Sends it. A change names the version that everything fresh has.
    pub async fn send(&self) -> Answer {
        let client =
            if self.method == "PATCH" { self.client.with_header("if-match", "\"1\"") } else { self.client.clone() };
        client
            .send(
                &self.method,
                &self.path,
                self.body.as_ref().map(|b| match (self.media_type(), b) {
                    ("text/csv", Value::String(text)) => ("text/csv", text.clone().into_bytes()),
                    (media_type, b) => (media_type, b.to_string().into_bytes()),
                }),
            )
            .await
    }
    /// What its body is: JSON, but for what people bring.
    pub fn media_type(&self) -> &'static str {
        if ["/imports?", "/office-lists?"].iter().any(|path| self.path.starts_with(path)) {
            "text/csv"
        } else {
            "application/json"
        }
    }
}

/// Everybody with a collecting role works for this organisation.
pub fn collects_for(db: &Db, organisation: &str) {
    let organisation = organisation.to_owned();
    db.write_now(Who::program("tests"), move |tx| {
        tx.housekeeping("the people of the little world are made without an organisation");
        let roles: Vec<Role> = Role::ALL.iter().copied().filter(|role| role.is_collecting()).collect();
        diesel::update(grants::table.filter(grants::role.eq_any(roles)))
            .set(grants::organisation_id.eq(organisation))
            .execute(tx.conn()?)?;
        Ok(())
    })
    .expect("an organisation for the collectors");
}

/// Makes things and requests.
pub struct Maker {
    board: Client,
    next: Cell<u32>,
    helper: String,
    /// The organisation for which everybody with a collecting role works, and another one.
    collecting: [String; 2],
    /// Somebody who may record visits everywhere: the board itself.
    worker: String,
    db: Db,
    /// The country, two provinces beside each other, one far away, communes and hamlets in them.
    pub places: Vec<Place>,
}

impl Maker {
    /// Over this world; makes the hamlets.
    pub async fn new(w: &World) -> Self {
        let board = w.sign_in("trung").await;
        let helper = w.organisation("Ban Tuyên giáo mẫu", "party_board", w.here("VN")).await;
        let collecting = [
            w.organisation("Bưu điện mẫu", "collection_organisation", w.here("VN")).await,
            w.organisation("Đại lý mẫu", "collection_organisation", w.here("VN")).await,
        ];
        collects_for(&w.api.db, &collecting[0]);
        let worker = board.get("/me").await.expect(200)["id"].as_str().expect("an id").to_owned();
        let (next, db) = (Cell::new(1), w.api.db.clone());
        let mut maker = Self { board, next, helper, collecting, worker, db, places: Vec::new() };
        let (vn, far, next) = (w.here("VN").to_string(), w.here("66").to_string(), w.here("86").to_string());
        let (own, ward, next_ward) =
            (w.here("96").to_string(), w.here("31825").to_string(), w.here("31834").to_string());
        let (far_commune, next_commune) = (maker.first_child(&far).await, maker.first_child(&next).await);
        let hamlet = maker.hamlet(&ward).await;
        let next_hamlet = maker.hamlet(&next_ward).await;
        let far_hamlet = maker.hamlet(&far_commune).await;
        let mut add = |name: &str, area: &String, below: &String, commune: &String, above: &[&String]| {
            let above = above.iter().map(|a| (*a).clone()).collect();
            maker.places.push(Place {
                name: name.into(),
                area: area.clone(),
                below: below.clone(),
                commune: commune.clone(),
                above,
            });
        };
        add("VN", &vn, &own, &ward, &[]);
        add("96", &own, &ward, &ward, &[&vn]);
        add("31825", &ward, &hamlet, &ward, &[&own, &vn]);
        add("31825.1", &hamlet, &hamlet, &hamlet, &[&ward, &own, &vn]);
        add("31834", &next_ward, &next_hamlet, &next_ward, &[&own, &vn]);
        add("31834.1", &next_hamlet, &next_hamlet, &next_hamlet, &[&next_ward, &own, &vn]);
        add("86", &next, &next_commune, &next_commune, &[&vn]);
        add("66", &far, &far_commune, &far_commune, &[&vn]);
        add("in 66", &far_commune, &far_hamlet, &far_commune, &[&far, &vn]);
        maker
    }

    /// The place of this name.
    pub fn place(&self, name: &str) -> &Place {
        self.places.iter().find(|p| p.name == name).unwrap_or_else(|| panic!("no place {name}"))
    }
    /// The place where a thing of this kind really stands when it is made at `place`.
    pub fn stands<'a>(&'a self, kind: Option<Kind>, place: &'a Place) -> &'a Place {
        let lived = kind.is_some_and(Kind::is_lived);
        self.places.iter().find(|p| lived && p.area == place.commune).unwrap_or(place)
    }
    /// A spot at this place that names these things.
    pub fn spot(&self, place: &Place, id: String, other: String) -> Spot {
        self.next.set(self.next.get() + 1);
        let Place { area, below, commune, .. } = place.clone();
        let (helper, collecting) = (self.helper.clone(), self.collecting[0].clone());
        Spot { area, below, commune, id, other, helper, collecting, n: self.next.get() }
    }
    /// A spot where everything is an id of nothing.
    pub fn nowhere(&self) -> Spot {
        let id = || Id::<of::Area>::new().to_string();
        let place = Place { name: String::new(), area: id(), below: id(), commune: id(), above: Vec::new() };
        self.spot(&place, id(), id())
    }
    /// A spot at this place with fresh things for this row.
    pub async fn fresh(&self, row: &Row, place: &Place) -> Spot {
        if row.operation == "create_enrolment_batch" {
            let paid = self.make(Kind::PaidEnrolment, place).await;
            return self.spot(place, paid, String::new());
        }
        let Some(kind) = row.thing else { return self.spot(place, String::new(), String::new()) };
        let id = self.make(kind, place).await;
        let two = matches!(row.operation, "merge_events" | "change_document" | "merge_persons");
        let other = match two {
            true => self.make(kind, place).await,
            false if row.operation == "assign_walk_list" => self.worker.clone(),
            false if row.operation == "record_attendees" => self.make(Kind::Person, place).await,
            false if matches!(row.operation, "create_enrolment" | "requote_enrolment") => self.quote(0, place).await,
            false => String::new(),
        };
        self.spot(place, id, other)
    }
    /// This row's request at this spot.
    pub fn request(&self, client: &Client, endpoint: &Endpoint, row: &Row, spot: &Spot) -> Ready {
        Ready {
            client: client.clone(),
            method: endpoint.method.to_string(),
            path: row.path(endpoint.path, spot),
            body: row.body.map(|body| body(spot)),
        }
    }
    /// A request that will succeed, sent by `username` or by whoever it takes, at this place.
    pub async fn ready(&self, w: &World, username: &str, endpoint: &Endpoint, row: &Row, place: &Place) -> Ready {
        let mut spot = self.fresh(row, place).await;
        let client = match row.reach {
            Reach::Public => w.anonymous(),
            _ => w.sign_in(username).await,
        };
        match row.operation {
            "sign_in" => spot.id = username.to_owned(),
            "refresh_session" => {
                spot.id = w.sign_in_answer(username).await["refresh_token"].as_str().expect("a token").to_owned()
            }
            "request_password_reset" => spot.id = self.somebody_with_an_address(place).await,
            "confirm_password_reset" => spot.id = self.link(w, place).await,
            _ => {}
        }
        self.request(&client, endpoint, row, &spot)
    }

    /// Makes a thing of this kind at this place; what belongs to a collection organisation for the one that everybody with
    /// a collecting role works for.
    pub fn make<'a>(&'a self, kind: Kind, place: &'a Place) -> Pin<Box<dyn Future<Output = String> + 'a>> {
        self.make_for(0, kind, place)
    }
    /// The same for the other organisation.
    pub fn make_foreign<'a>(&'a self, kind: Kind, place: &'a Place) -> Pin<Box<dyn Future<Output = String> + 'a>> {
        self.make_for(1, kind, place)
    }
    fn make_for<'a>(
        &'a self,
        organisation: usize,
        kind: Kind,
        place: &'a Place,
    ) -> Pin<Box<dyn Future<Output = String> + 'a>> {
        Box::pin(async move {
            let on = match kind {
                Kind::Grant => self.make(Kind::User, place).await,
                Kind::Merge | Kind::Question => self.make(Kind::Held, place).await,
                Kind::Member => self.make(Kind::Committee, place).await,
                Kind::Finding => self.make(Kind::Inspection, place).await,
                Kind::Visit | Kind::FollowUp | Kind::Conflict | Kind::WalkList | Kind::HandOver => {
                    self.make(Kind::Household, place).await
                }
                Kind::Evaluation => self.make(Kind::Campaign, place).await,
                Kind::ClosedFollowUp => self.make(Kind::FollowUp, place).await,
                Kind::Committed => self.make(Kind::Import, place).await,
                Kind::Enrolment => self.make(Kind::Person, place).await,
                Kind::DeclaredEnrolment => self.make_for(organisation, Kind::Enrolment, place).await,
                Kind::PaidEnrolment => self.make_for(organisation, Kind::DeclaredEnrolment, place).await,
                Kind::EnrolmentBatch => self.make_for(organisation, Kind::PaidEnrolment, place).await,
                Kind::HandedInEnrolment => self.make_for(organisation, Kind::PaidEnrolment, place).await,
                Kind::IssuedEnrolment => self.make_for(organisation, Kind::HandedInEnrolment, place).await,
                Kind::Renewal => self.make(Kind::Person, place).await,
                Kind::StoppedRenewal => self.make_for(organisation, Kind::Renewal, place).await,
                Kind::Attendee => self.make(Kind::Held, place).await,
                Kind::Message => self.make(Kind::Person, place).await,
                Kind::Person | Kind::Claim => self.make(Kind::Household, place).await,
                Kind::Consent | Kind::PersonMerge => self.make(Kind::Person, place).await,
                _ => String::new(),
            };
            let s = Spot { collecting: self.collecting[organisation].clone(), ..self.spot(place, on, String::new()) };
            let (path, body) = match kind {
                Kind::Area => return place.area.clone(),
                Kind::Device => return cases::device(&self.db, s.area()).to_string(),
                Kind::Refused => return cases::refused(&self.db, s.area()).to_string(),
                Kind::Conflict => {
                    let household = s.id.parse().expect("a household");
                    return cases::conflict(&self.db, household).to_string();
                }
                Kind::Renewal => {
                    let (person, collecting) = (s.id.parse().expect("an id"), s.collecting.parse().expect("an id"));
                    return cases::renewal(&self.db, person, collecting).to_string();
                }
                Kind::StoppedRenewal => {
                    let reason = json!({ "reason": "money" });
                    self.board.post(&format!("/renewals/{}/stop", s.id), reason).await.expect(200);
                    return s.id;
                }
                Kind::Import => return self.bring(&s).await,
                Kind::Committed => {
                    self.board.post(&format!("/imports/{}/commit", s.id), json!({})).await.expect(200);
                    imports::run(&self.db).expect("it is written");
                    return s.id;
                }
                Kind::Paper => {
                    let made = self.post("/papers", sign_ups::paper(&s)).await;
                    return papers::run(&self.db).map(|_| made).expect("it is made");
                }
                Kind::OfficeList => return office_lists::brought(&self.board, &self.db, &s).await,
                Kind::OfficeListRow => return office_lists::first_row(&self.board, &self.db, &s).await,
                Kind::Attendee => {
                    let person = self.make(Kind::Person, place).await;
                    return touches::attended(&self.board, &s.id, &person).await;
                }
                Kind::Message => return touches::sent(&self.board, &s).await,
                Kind::Rate => ("/rates".into(), body::rate(&s)),
                Kind::SupportRule => ("/support-rules".into(), body::support_rule(&s)),
                Kind::KeptQuote => {
                    let kept = json!({ "organisation_id": s.collecting, "question": body::quote(&s) });
                    ("/kept-quotes".into(), kept)
                }
                Kind::Visit => ("/visits".into(), body::visit(&s)),
                Kind::FollowUp => ("/follow-ups".into(), body::follow_up(&s)),
                Kind::ClosedFollowUp => {
                    let close = format!("/follow-ups/{}/close", s.id);
                    self.board.post(&close, json!({ "why": "Đã chuyển đi" })).await.expect(200);
                    return s.id;
                }
                Kind::WalkList => ("/walk-lists".into(), body::walk_list(&s)),
                Kind::HandOver
                | Kind::EnrolmentBatch
                | Kind::PaperLayout
                | Kind::RemunerationRate
                | Kind::Evaluation
                | Kind::Statement => sign_ups::made(kind, &s),
                Kind::Enrolment => {
                    let other = self.quote(organisation, place).await;
                    ("/enrolments".into(), sign_ups::enrolment(&Spot { other, ..s }))
                }
                Kind::DeclaredEnrolment => return self.step(s.id, "declare", json!({})).await,
                Kind::PaidEnrolment => {
                    let payment = sign_ups::payment(&s);
                    return self.step(s.id, "pay", payment).await;
                }
                Kind::HandedInEnrolment => {
                    self.post("/enrolment-batches", sign_ups::batch(&s)).await;
                    return s.id;
                }
                Kind::IssuedEnrolment => {
                    let card = json!({ "number": format!("9678{:06}", s.n), "issued_on": "2026-11-25" });
                    return self.step(s.id, "issue", card).await;
                }
                Kind::User => ("/users".into(), body::user(&s)),
                Kind::Grant => (format!("/users/{}/grants", s.id), body::grant(&s)),
                Kind::Organisation => ("/organisations".into(), body::organisation(&s, "farmers_association")),
                Kind::Committee => ("/organisations".into(), body::organisation(&s, "steering_committee")),
                Kind::Document => ("/documents".into(), body::document(&s)),
                Kind::Campaign => ("/campaigns".into(), body::campaign(&s)),
                Kind::Planned => ("/events".into(), body::event(&s, "planned")),
                Kind::Held => ("/events".into(), body::event(&s, "held")),
                Kind::Merge => {
                    (format!("/events/{}/merges", s.id), json!({ "merged_id": self.make(Kind::Held, place).await }))
                }
                Kind::Question => (format!("/events/{}/questions", s.id), body::question(&s)),
                Kind::Media => ("/media-outputs".into(), body::media(&s)),
                Kind::Target => ("/targets".into(), body::target(&s)),
                Kind::Denominator => ("/denominators".into(), body::denominator(&s)),
                Kind::Snapshot => ("/coverage-snapshots".into(), body::snapshot(&s)),
                Kind::ObjectionAnswer => ("/objection-answers".into(), boards::objection_answer(&s)),
                Kind::CoverageShift => ("/coverage-shifts".into(), boards::shift(&s)),
                Kind::Member => ("/committee-members".into(), body::member(&s)),
                Kind::Inspection => ("/inspections".into(), body::inspection(&s)),
                Kind::Finding => (format!("/inspections/{}/findings", s.id), body::finding(&s)),
                Kind::Commendation => ("/commendations".into(), body::commendation(&s)),
                Kind::Household => ("/households".into(), body::household(&s)),
                Kind::Person => ("/persons".into(), body::person(&s)),
                Kind::Claim => (format!("/households/{}/claims", s.id), body::claim(&s)),
                Kind::Consent => (format!("/persons/{}/consents", s.id), body::consent(&s)),
                Kind::PersonMerge => {
                    (format!("/persons/{}/merge", self.make(Kind::Person, place).await), json!({ "into_id": s.id }))
                }
            };
            self.post(&path, body).await
        })
    }

    /// A quote for one person, kept for one of the two organisations, in the commune of the place.
    async fn quote(&self, organisation: usize, place: &Place) -> String {
        let spot = self.spot(place, String::new(), String::new());
        let question = body::quote(&Spot { area: spot.commune.clone(), ..spot });
        let kept = json!({ "organisation_id": self.collecting[organisation], "question": question });
        self.post("/kept-quotes", kept).await
    }
    /// Takes a step of an enrolment; its id.
    async fn step(&self, enrolment: String, verb: &str, body: Value) -> String {
        self.board.post(&format!("/enrolments/{enrolment}/{verb}"), body).await.expect(200);
        enrolment
    }
    async fn bring(&self, s: &Spot) -> String {
        let path = format!("/imports?area_id={}&file_name=mau.csv", s.commune);
        self.board.upload(&path, &body::roster(s)).await
    }
    async fn post(&self, path: &str, body: Value) -> String {
        self.board.post(path, body).await.expect(201)["id"].as_str().expect("an id").to_owned()
    }
    async fn first_child(&self, area: &str) -> String {
        self.board.get(&format!("/areas/{area}/children")).await.expect(200)[0]["id"]
            .as_str()
            .expect("an id")
            .to_owned()
    }
    async fn hamlet(&self, commune: &str) -> String {
        let place = Place {
            name: String::new(),
            area: commune.into(),
            below: String::new(),
            commune: commune.into(),
            above: Vec::new(),
        };
        self.post("/areas", body::hamlet(&self.spot(&place, String::new(), String::new()))).await
    }
    async fn somebody_with_an_address(&self, place: &Place) -> String {
        let id = self.make(Kind::User, place).await;
        self.board.get(&format!("/users/{id}")).await.expect(200)["username"].as_str().expect("a name").to_owned()
    }
    /// The token of an invitation, as it stands in the mail.
    async fn link(&self, w: &World, place: &Place) -> String {
        let user = self.make(Kind::User, place).await;
        let id: TicketId = w
            .api
            .db
            .read_now(|conn| {
                Ok(mail_tickets::table.filter(mail_tickets::user_id.eq(&user)).select(mail_tickets::id).first(conn)?)
            })
            .expect("a ticket");
        ticket::text(id, &keys().tag(Purpose::MailTicket, id.as_str().as_bytes()))
    }
}
