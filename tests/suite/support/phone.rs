//! The reference client: behaves like a phone. A ledger of operations in the order of their making, a copy of the
//! server's records, pushing before pulling, and nothing let go before the server named it.
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use tungnha::{
    base::{Id, Moment, of},
    features::sync::restore::{FeedMark, FeedState, Keeping, keeping},
};

use super::Client;

/// What the phone knows of one of its operations.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// It waits to be sent, or to be sent again.
    Waiting,
    /// The server named it: status, code, revision.
    Told { status: String, code: Option<String>, rev: Option<i64> },
}

/// An operation in the ledger.
#[derive(Debug, Clone)]
pub struct Entry {
    pub op: Value,
    pub fate: Fate,
    /// At which number of which epoch the server said so.
    pub acked: Option<FeedMark>,
}

/// A phone.
pub struct Phone {
    client: Option<Client>,
    pub device_id: String,
    pub epoch: String,
    pub ledger: Vec<Entry>,
    /// Operations that lie in a verified backup of the server, and were let go.
    pub forgotten: usize,
    /// How far the server said it is.
    pub server: Option<FeedState>,
    /// Before this place of the ledger nothing waits.
    pub settled: usize,
    pub records: BTreeMap<(String, String), Value>,
    pub cursor: Option<String>,
    /// How far it has pulled: epoch and revision.
    pub have: Option<(String, i64)>,
    /// The version of its app's data.
    pub schema_version: i32,
    /// By how many seconds its clock is ahead.
    pub skew: i64,
    pub now: Moment,
}

pub fn new_id() -> String {
    Id::<of::SyncOp>::new().to_string()
}

impl Phone {
    /// A phone of somebody who is signed in.
    pub fn new(client: Client, now: Moment) -> Self {
        Self { client: Some(client), ..Self::alone(now) }
    }
    /// A phone whose requests somebody else carries.
    pub fn alone(now: Moment) -> Self {
        Self {
            client: None,
            device_id: new_id(),
            epoch: new_id(),
            ledger: Vec::new(),
            forgotten: 0,
            server: None,
            settled: 0,
            records: BTreeMap::new(),
            cursor: None,
            have: None,
            schema_version: 1,
            skew: 0,
            now,
        }
    }
    /// Its user signed in again.
    pub fn sign_in(&mut self, client: Client) {
        self.client = Some(client);
    }
    /// Its way to the server.
    pub fn client(&self) -> &Client {
        self.client.as_ref().expect("a phone with a network")
    }
    fn clock(&self) -> Moment {
        self.now.plus_seconds(self.skew)
    }

    /// Enters an operation into the ledger; its id.
    pub fn enter(&mut self, kind: &str, entity: &str, id: &str, fields: Value) -> String {
        let (op_id, seq) = (new_id(), self.forgotten + self.ledger.len() + 1);
        let same = |e: &&Entry| e.op["entity"] == entity && e.op["entity_id"] == id;
        let before = if kind == "create" { None } else { self.ledger.iter().rev().find(same) };
        let mut op = json!({
            "op_id": op_id, "seq": seq, "entity": entity, "entity_id": id, "kind": kind, "fields": fields,
            "occurred_at": self.clock(),
        });
        if let Some(before) = before {
            op["after_seq"] = before.op["seq"].clone();
        }
        if kind == "patch"
            && let Some((epoch, rev)) = &self.have
        {
            op["base"] = json!({ "feed_epoch": epoch, "rev": rev });
        }
        self.ledger.push(Entry { op, fate: Fate::Waiting, acked: None });
        op_id
    }
    pub fn create(&mut self, entity: &str, fields: Value) -> String {
        let id = new_id();
        self.enter("create", entity, &id, fields);
        id
    }
    pub fn patch(&mut self, entity: &str, id: &str, fields: Value) -> String {
        self.enter("patch", entity, id, fields)
    }

    /// The ledger from its oldest operation that waits on.
    fn open(&self) -> std::slice::Iter<'_, Entry> {
        self.ledger[self.settled.min(self.ledger.len())..].iter()
    }
    /// How many operations wait.
    pub fn waiting(&self) -> usize {
        self.open().filter(|e| e.fate == Fate::Waiting).count()
    }
    pub fn body(&self, ops: &[Value]) -> Value {
        let mut body = json!({
            "device_id": self.device_id, "epoch": self.epoch, "phone_now": self.clock(), "schema_version": self.schema_version,
            "waiting": self.waiting() - ops.len(), "ops": ops,
        });
        if let Some((epoch, rev)) = &self.have {
            body["have"] = json!({ "feed_epoch": epoch, "rev": rev });
        }
        body
    }
    /// The operations that wait, the oldest first, as many as one push takes.
    pub fn next(&self) -> Vec<Value> {
        self.open().filter(|e| e.fate == Fate::Waiting).take(200).map(|e| e.op.clone()).collect()
    }
    /// Believes what an answer says of operations it names.
    pub fn hear(&mut self, answer: &Value) {
        let server = feed_state(&answer["feed"]);
        for result in answer["results"].as_array().expect("results") {
            let Some(entry) = self.ledger[self.settled..].iter_mut().find(|e| e.op["op_id"] == result["op_id"]) else {
                continue;
            };
            if result["status"] == "deferred" {
                continue;
            }
            let word = |field: &str| result[field].as_str().map(str::to_owned);
            let status = word("was").or_else(|| word("status")).expect("a status");
            let rev = result["rev"].as_i64();
            entry.acked = rev.map(|rev| FeedMark { feed_epoch: server.feed_epoch.clone(), rev });
            entry.fate = Fate::Told { status, code: word("code"), rev };
        }
        let waits = self.open().position(|e| e.fate == Fate::Waiting);
        self.settled = waits.map_or(self.ledger.len(), |at| self.settled + at);
        self.server = Some(server);
        if answer["server_rolled_back"] == true {
            self.roll_back();
        }
    }
    /// The server forgot: all that is kept waits again, unless the server of now has named it, and everything is fetched
    /// anew.
    pub fn roll_back(&mut self) {
        for entry in &mut self.ledger {
            let known = self.server.as_ref().is_some_and(|s| keeping(s, entry.acked.as_ref()) != Keeping::Push);
            if !known {
                (entry.fate, entry.acked) = (Fate::Waiting, None);
            }
        }
        (self.settled, self.cursor, self.have) = (0, None, None);
    }
    /// Lets go of what lies in a verified backup of the server; how many operations it were.
    pub fn let_go(&mut self) -> usize {
        let Some(server) = &self.server else { return 0 };
        let before = self.ledger.len();
        self.ledger.retain(|entry| keeping(server, entry.acked.as_ref()) != Keeping::Forget);
        let gone = before - self.ledger.len();
        (self.forgotten, self.settled) = (self.forgotten + gone, 0);
        gone
    }
    /// Pushes once; the answer.
    pub async fn push(&mut self) -> Value {
        let ops = self.next();
        let answer = self.client().post("/sync/push", self.body(&ops)).await.expect(200);
        self.hear(&answer);
        answer
    }
    /// Pulls until there is no more.
    pub async fn pull(&mut self) -> Vec<Value> {
        let mut all = Vec::new();
        loop {
            let query = self.cursor.as_ref().map(|c| format!("?cursor={c}")).unwrap_or_default();
            let answer = self.client().get(&format!("/sync/pull{query}")).await.expect(200);
            all.extend(answer["items"].as_array().expect("items").iter().cloned());
            if self.take_page(&answer) {
                return all;
            }
        }
    }
    /// Takes the records of one answer; whether there is no more to fetch.
    pub fn take_page(&mut self, answer: &Value) -> bool {
        for item in answer["items"].as_array().expect("items") {
            self.take(item);
        }
        self.cursor = Some(answer["cursor"].as_str().expect("a cursor").to_owned());
        let last = answer["more"] == false;
        if last {
            let feed = feed_state(&answer["feed"]);
            self.have = Some((feed.feed_epoch, feed.head));
        }
        last
    }
    fn take(&mut self, item: &Value) {
        let entity = item["entity"].as_str().expect("an entity").to_owned();
        match item["kind"].as_str().expect("a kind") {
            "upsert" => {
                let key = (entity, item["id"].as_str().expect("an id").to_owned());
                self.records.insert(key, item["fields"].clone());
            }
            "scope_left" => {
                let left: Vec<&Value> = item["fields"]["area_ids"].as_array().expect("areas").iter().collect();
                self.records.retain(|_, fields| !left.contains(&&fields["area_id"]));
            }
            _ => drop(self.records.remove(&(entity, item["id"].as_str().expect("an id").to_owned()))),
        }
    }
    /// What became of an operation.
    pub fn fate(&self, op_id: &str) -> &Fate {
        &self.ledger.iter().find(|e| e.op["op_id"] == op_id).expect("an entry").fate
    }
    /// How an operation ended: its status and code.
    pub fn told(&self, op_id: &str) -> (&str, Option<&str>) {
        match self.fate(op_id) {
            Fate::Waiting => ("waiting", None),
            Fate::Told { status, code, .. } => (status, code.as_deref()),
        }
    }
    pub fn record(&self, entity: &str, id: &str) -> Option<&Value> {
        self.records.get(&(entity.to_owned(), id.to_owned()))
    }
    /// The ids of all records of a kind.
    pub fn ids(&self, entity: &str) -> Vec<&str> {
        self.records.keys().filter(|(e, _)| e == entity).map(|(_, id)| id.as_str()).collect()
    }
}

fn feed_state(feed: &Value) -> FeedState {
    FeedState {
        feed_epoch: feed["feed_epoch"].as_str().expect("an epoch").to_owned(),
        head: feed["head"].as_i64().expect("a head"),
        durable_rev: feed["durable_rev"].as_i64().expect("how much is durable"),
    }
}

/// A household's fields.
pub fn household(area: &str, name: &str) -> Value {
    json!({ "area_id": area, "name": name })
}
/// A visit's fields.
pub fn visit(household_id: &str, outcome: &str, more: Value) -> Value {
    let mut fields = Map::from_iter([
        ("household_id".to_owned(), json!(household_id)),
        ("outcome".to_owned(), json!(outcome)),
        ("place_state".to_owned(), json!("at_home")),
    ]);
    if let Value::Object(more) = more {
        fields.extend(more);
    }
    Value::Object(fields)
}
