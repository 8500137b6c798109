//! The scope matrix: every person × every route × {own, child, parent, sibling, far away, nonexistent}, and for what belongs
//! to a collection organisation × {own organisation, another one in the same area}.
//!
//! A right that the role lacks is 403 everywhere. With the right, a place in scope succeeds (the positive control of
//! the cell), and a place out of scope gives byte for byte the answer for a thing that does not exist.
use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use serde_json::Value;
use tungnha::{
    access::{Permission, Role},
    db::schema::ledger,
    features,
    rest::{Endpoint, Routes},
};

use crate::support::{
    Answer, Client, World,
    examples::{Reach, Row, Spot, rows},
    maker::{Kind, Maker, Place, Ready},
    world::PEOPLE,
};

/// Sent last: after them the person has to sign in anew.
const END_SESSIONS: [&str; 2] = ["sign_out", "change_password"];

/// The places that a person's area is tried against: own, child, parent, sibling, far away.
fn tried(area: &str) -> &'static [&'static str] {
    match area {
        "VN" => &["VN", "96", "in 66"],
        "96" => &["96", "31825", "VN", "86", "in 66"],
        "66" => &["66", "in 66", "VN", "86", "31825"],
        "31825" => &["31825", "31825.1", "96", "31834", "in 66"],
        "31834" => &["31834", "31834.1", "96", "31825", "in 66"],
        other => panic!("no places for somebody in {other}"),
    }
}

/// Somebody at work in the matrix.
struct Person<'m> {
    name: &'static str,
    role: Role,
    home: &'m Place,
    client: Client,
}

impl Person<'_> {
    /// Whether this route is open to the person at this place.
    fn reaches(&self, row: &Row, place: &Place) -> bool {
        let (within, above) = (place.lies_in(&self.home.area), self.home.lies_in(&place.area));
        match row.reach {
            Reach::Public | Reach::Nowhere | Reach::Everywhere | Reach::Country => true,
            Reach::Within | Reach::List => within,
            Reach::WithinOrAbove | Reach::ListWithAbove => within || above,
        }
    }
    /// Whether the role gives the right that the route asks for, and where the whole country is asked for, there.
    fn may(&self, endpoint: &Endpoint, row: &Row) -> bool {
        (matches!(endpoint.permission, Permission::Public | Permission::SignedIn) || self.role.may(endpoint.permission))
            && (row.reach != Reach::Country || self.home.name == "VN")
    }
}

/// The matrix over one world.
struct Matrix {
    w: World,
    maker: Maker,
    routes: Routes,
    document: Value,
    /// One thing of every kind at every place; refused requests never use it up.
    standing: BTreeMap<(Kind, String), String>,
    /// The same of another organisation than the one whose people stand in the matrix.
    foreign: BTreeMap<(Kind, String), String>,
    cells: BTreeMap<&'static str, usize>,
}

impl Matrix {
    async fn new() -> Self {
        let w = World::new().await;
        let maker = Maker::new(&w).await;
        let document = serde_json::from_str((w.api.openapi)()).expect("a document");
        let (mut standing, mut foreign) = (BTreeMap::new(), BTreeMap::new());
        for kind in rows().iter().filter_map(|r| r.thing).collect::<BTreeSet<_>>() {
            for place in &maker.places {
                standing.insert((kind, place.name.clone()), maker.make(kind, place).await);
                if kind.is_owned() {
                    foreign.insert((kind, place.name.clone()), maker.make_foreign(kind, place).await);
                }
            }
        }
        Self { w, maker, routes: features::routes(), document, standing, foreign, cells: BTreeMap::new() }
    }

    fn lines(&self) -> i64 {
        self.w.api.db.read_now(|conn| Ok(ledger::table.select(ledger::audit_n).first(conn)?)).expect("a number")
    }

    /// Counts a cell; the answer must be one that the document promises.
    fn cell(&mut self, kind: &'static str, endpoint: &Endpoint, answer: &Answer) {
        *self.cells.entry(kind).or_default() += 1;
        let method = endpoint.method.as_str().to_lowercase();
        let promised = &self.document["paths"][format!("/api/v1{}", endpoint.path)][method]["responses"]
            [answer.status.to_string()];
        let words = promised["description"]
            .as_str()
            .unwrap_or_else(|| panic!("{}: {} is not in the document", endpoint.operation, answer.status));
        if answer.status >= 400 {
            let body = answer.json();
            assert!(
                words.contains(&format!("`{}`", body["code"].as_str().expect("a code"))),
                "{}: {body} is not in the document",
                endpoint.operation
            );
        }
    }

    async fn walk(&mut self, name: &'static str) {
        let (_, role, home) = PEOPLE.iter().find(|p| p.0 == name).expect("a person");
        let home = self.maker.place(home).clone();
        let person = Person { name, role: *role, home: &home, client: self.w.sign_in(name).await };
        let (routes, rows) = (std::mem::take(&mut self.routes), rows());
        let row_of = |e: &Endpoint| {
            rows.iter()
                .find(|r| r.operation == e.operation)
                .unwrap_or_else(|| panic!("new route without a row: {}", e.operation))
        };
        let mut list: Vec<(&Endpoint, &Row)> = routes.list().iter().map(|e| (e, row_of(e))).collect();
        list.sort_by_key(|(e, _)| END_SESSIONS.contains(&e.operation.as_str()));
        for (endpoint, row) in list {
            if person.may(endpoint, row) {
                self.open(&person, endpoint, row).await;
                self.shut(&person, endpoint, row).await;
            } else {
                self.not_allowed(&person, endpoint, row).await;
            }
        }
        self.routes = routes;
    }

    /// The role lacks the right: 403 wherever it is tried, and nothing more is said.
    async fn not_allowed(&mut self, person: &Person<'_>, endpoint: &Endpoint, row: &Row) {
        let before = self.lines();
        let mut said = BTreeSet::new();
        for place in tried(&person.home.name).iter().map(Some).chain([None]) {
            let answer = self.standing_request(person, endpoint, row, place.copied()).send().await;
            said.insert(answer.bytes.clone());
            self.cell("not allowed", endpoint, &answer);
            answer.expect_problem(403, "not-allowed");
        }
        assert_eq!((said.len(), self.lines()), (1, before), "{} {}", person.name, endpoint.operation);
    }

    /// A request about the thing that stands at this place, or about nothing.
    fn standing_request(&self, person: &Person<'_>, endpoint: &Endpoint, row: &Row, place: Option<&str>) -> Ready {
        self.request_among(&self.standing, person, endpoint, row, place)
    }

    fn request_among(
        &self,
        things: &BTreeMap<(Kind, String), String>,
        person: &Person<'_>,
        endpoint: &Endpoint,
        row: &Row,
        place: Option<&str>,
    ) -> Ready {
        let spot = match place {
            None => self.maker.nowhere(),
            Some(name) => {
                let id = row.thing.map(|kind| things[&(kind, name.to_owned())].clone()).unwrap_or_default();
                let spot = self.maker.spot(self.maker.place(name), id.clone(), id);
                Spot { commune: spot.area.clone(), ..spot }
            }
        };
        self.maker.request(&person.client, endpoint, row, &spot)
    }

    /// The positive control of every cell in scope: a fresh thing, and success.
    async fn open(&mut self, person: &Person<'_>, endpoint: &Endpoint, row: &Row) {
        for name in tried(&person.home.name) {
            let place = self.maker.place(name).clone();
            if row.is_list() {
                self.listed(person, endpoint, row, &place).await;
                continue;
            }
            if !person.reaches(row, self.maker.stands(row.thing, &place)) {
                continue;
            }
            let signs_in = row.reach == Reach::Public || END_SESSIONS.contains(&row.operation);
            if signs_in && place.name != person.home.name {
                continue;
            }
            let request = match signs_in {
                true => self.maker.ready(&self.w, person.name, endpoint, row, &place).await,
                false => self.maker.request(&person.client, endpoint, row, &self.maker.fresh(row, &place).await),
            };
            let before = self.lines();
            let answer = request.send().await;
            let what =
                format!("{} {} at {name}: {}", person.name, endpoint.operation, String::from_utf8_lossy(&answer.bytes));
            self.cell("open", endpoint, &answer);
            if endpoint.operation == "create_hamlet" && name.contains(".1") {
                // Found, so in scope; but hamlets lie below communes only.
                answer.expect_problem(422, "not-a-commune");
                continue;
            }
            if endpoint.operation == "withdraw_hand_over" && person.role.is_collecting() {
                // Found, so in scope; but the receiving side gives back with a reason.
                answer.expect_problem(409, "hand-over-not-given-by-you");
                continue;
            }
            assert_eq!(answer.status, endpoint.answer.0, "{what}");
            assert_eq!(self.lines() - before, i64::from(endpoint.changes()), "{what}");
        }
    }

    /// A list shows what stands within reach of the place asked for, and of nothing else.
    async fn listed(&mut self, person: &Person<'_>, endpoint: &Endpoint, row: &Row, place: &Place) {
        let kind = row.thing.expect("lists are lists of something");
        let spot = self.maker.spot(place, String::new(), String::new());
        let first = self.maker.request(&person.client, endpoint, row, &spot);
        let (mut shown, mut cursor) = (BTreeSet::new(), String::new());
        loop {
            let answer = person.client.get(&format!("{}{cursor}", first.path)).await;
            self.cell("list", endpoint, &answer);
            let page = answer.expect(200);
            shown.extend(
                page["items"].as_array().expect("items").iter().map(|i| i["id"].as_str().expect("an id").to_owned()),
            );
            match page["next_cursor"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        for made_at in &self.maker.places {
            let other = self.maker.stands(Some(kind), made_at);
            let asked = !row.query.contains("{area}")
                || other.area == place.area
                || (row.shows_below() && other.lies_in(&place.area));
            let id = &self.standing[&(kind, made_at.name.clone())];
            let (wanted, what) =
                (asked && person.reaches(row, other), format!("{} {}", person.name, endpoint.operation));
            assert_eq!(shown.contains(id), wanted, "{what} at {}: {}", place.name, made_at.name);
            if let Some(id) = self.foreign.get(&(kind, made_at.name.clone())) {
                let wanted = wanted && !person.role.is_collecting();
                assert_eq!(shown.contains(id), wanted, "{what} at {}: {} of others", place.name, made_at.name);
            }
        }
    }

    /// What belongs to another organisation in the very same area is not there for a collecting role, and is for others.
    async fn of_others(&mut self, person: &Person<'_>, endpoint: &Endpoint, row: &Row, nothing: &Answer) {
        if row.is_list() || !row.thing.is_some_and(Kind::is_owned) || !person.role.is_collecting() {
            return;
        }
        for name in tried(&person.home.name) {
            let answer = self.request_among(&self.foreign, person, endpoint, row, Some(name)).send().await;
            self.cell("of another organisation", endpoint, &answer);
            let same =
                (answer.status, &answer.bytes, headers(&answer)) == (nothing.status, &nothing.bytes, headers(nothing));
            let said = String::from_utf8_lossy(&answer.bytes);
            assert!(same, "{} {} at {name}: {} {said}", person.name, endpoint.operation, answer.status);
        }
    }

    /// Out of scope is byte for byte like nonexistent, and changes nothing.
    async fn shut(&mut self, person: &Person<'_>, endpoint: &Endpoint, row: &Row) {
        if matches!(row.reach, Reach::Public | Reach::Nowhere) || (row.reach == Reach::Country && row.thing.is_none()) {
            return;
        }
        let before = self.lines();
        let nothing = self.standing_request(person, endpoint, row, None).send().await;
        self.cell("nonexistent", endpoint, &nothing);
        let what = format!("{} {}: {}", person.name, endpoint.operation, String::from_utf8_lossy(&nothing.bytes));
        let empty = row.is_list() || row.operation.starts_with("list_areas") || row.operation == "list_organisations";
        assert_eq!(nothing.status, if empty { 200 } else { 404 }, "{what}");
        for name in tried(&person.home.name) {
            let place = self.maker.stands(row.thing.filter(|_| !row.is_list()), self.maker.place(name));
            // A list asked for a wider place shows the part of it in scope: `listed` looks at that.
            let partly = row.is_list()
                && ((row.shows_below() && person.home.lies_in(&place.area)) || !row.query.contains("{area}"));
            if person.reaches(row, place) || partly {
                continue;
            }
            let answer = self.standing_request(person, endpoint, row, Some(name)).send().await;
            self.cell("out of scope", endpoint, &answer);
            let same =
                (answer.status, &answer.bytes, headers(&answer)) == (nothing.status, &nothing.bytes, headers(&nothing));
            assert!(same, "{what}\n at {name}: {} {}", answer.status, String::from_utf8_lossy(&answer.bytes));
        }
        self.of_others(person, endpoint, row, &nothing).await;
        assert_eq!(self.lines(), before, "{what}");
    }
}

/// The headers, without the one that is different for every request.
fn headers(answer: &Answer) -> BTreeSet<&(String, String)> {
    answer.headers.iter().filter(|(name, _)| name != "x-request-id").collect()
}

async fn matrix(people: &[&'static str], at_least: usize) {
    let mut matrix = Matrix::new().await;
    for name in people {
        matrix.walk(name).await;
    }
    let cells: usize = matrix.cells.values().sum();
    println!("{people:?}: {cells} cells, {:?}", matrix.cells);
    assert!(cells >= at_least, "only {cells} cells: {:?}", matrix.cells);
    matrix.w.audit_lines();
}

#[actix_web::test]
async fn people_of_the_whole_country() {
    matrix(&["tuan", "trung"], 600).await;
}

#[actix_web::test]
async fn people_of_a_province() {
    matrix(&["hoa", "quan", "phuc", "kien"], 2_000).await;
}

#[actix_web::test]
async fn people_of_a_commune() {
    matrix(&["minh", "dao", "lan", "mai"], 2_000).await;
}

#[actix_web::test]
async fn people_of_another_province() {
    matrix(&["dak"], 500).await;
}

#[actix_web::test]
async fn everybody_is_in_the_matrix_and_every_row_has_a_route() {
    let walked = BTreeSet::from(["tuan", "trung", "hoa", "quan", "phuc", "kien", "minh", "dao", "lan", "mai", "dak"]);
    assert_eq!(PEOPLE.iter().map(|p| p.0).collect::<BTreeSet<_>>(), walked);
    let roles: BTreeSet<&str> = PEOPLE.iter().map(|p| p.1.as_str()).collect();
    assert_eq!(roles, Role::ALL.iter().map(|r| r.as_str()).collect(), "every role has a person");
    let routes = features::routes();
    let operations: BTreeSet<&str> = routes.list().iter().map(|e| e.operation.as_str()).collect();
    let rows: BTreeSet<&str> = rows().iter().map(|r| r.operation).collect();
    assert_eq!(operations, rows, "new route without a row, or a row without its route");
    assert_eq!(operations.len(), routes.list().len(), "two routes of one name");
}
