//! Seeded histories: three phones, a server, and everything that goes wrong between them.
//!
//! Packets are lost, doubled and reordered; phones and the server crash, the server before or after its commit; an
//! older backup comes back; clocks lie. Every fourth history is played a second time with true clocks
//! and must end in the same tables.
use std::rc::Rc;

use serde_json::json;
use tungnha::{
    base::Moment,
    features::sync::{order::RecordKey, restore::FeedMark},
};

use super::{
    model::{Op, PullAnswer, PushAnswer, Server, Values},
    phone::{Edit, Phone, one},
};

const HISTORIES: u64 = 10_000;
const STEPS: usize = 24;
const YEAR: i64 = 365 * 86_400;
/// 2026-11-25T05:20:00Z.
const TRUE_START: i64 = 1_795_584_000;

/// How a phone's clock lies.
#[derive(Debug, Clone, Copy)]
enum Lie {
    Nothing,
    Off(i64),
    Since1970,
    Jumping,
}

const LIES: [Lie; 6] =
    [Lie::Off(-10 * YEAR), Lie::Since1970, Lie::Off(14 * 3_600), Lie::Off(3 * YEAR), Lie::Jumping, Lie::Nothing];

impl Lie {
    fn shows(self, truly: i64, step: usize) -> Moment {
        let seconds = match self {
            Self::Nothing => truly,
            Self::Off(by) => truly + by,
            Self::Since1970 => truly - TRUE_START,
            Self::Jumping => truly + [0, -86_400, 40 * YEAR, 7, -YEAR][step % 5],
        };
        Moment::from_unix_micros(seconds * 1_000_000)
    }
}

/// Numbers drawn from a seed (splitmix64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        usize::try_from((z ^ (z >> 31)) % u64::try_from(n).unwrap()).unwrap()
    }
    fn percent(&mut self, p: usize) -> bool {
        self.below(100) < p
    }
}

#[derive(Debug, Clone)]
enum Content {
    Push(Vec<Rc<Op>>, Moment),
    Pull(Option<FeedMark>),
    Pushed(PushAnswer),
    Pulled(PullAnswer),
}

/// A packet of one request of one phone; an answer counts only while its request is waited for, as in HTTP.
#[derive(Debug, Clone)]
struct Packet {
    phone: usize,
    request: usize,
    content: Content,
}

struct World {
    dice: Dice,
    lies: [Lie; 3],
    truly: i64,
    step: usize,
    server: Server,
    backups: Vec<Server>,
    restores: usize,
    phones: Vec<Phone>,
    waits_for: [Option<usize>; 3],
    requests: usize,
    net: Vec<Packet>,
    made: Vec<Rc<Op>>,
}

fn household(id: &str) -> RecordKey {
    RecordKey { entity: "household".to_owned(), id: id.to_owned() }
}

impl World {
    fn new(seed: u64, lies: [Lie; 3]) -> Self {
        let mut server = Server::new();
        let start = json!({"status": "new", "consent": "given", "plain": "first"});
        for id in ["h1", "h2"] {
            server.seed(household(id), &start.as_object().unwrap().clone().into_iter().collect());
        }
        let mut phones: Vec<_> = ["a", "b", "c"].into_iter().map(Phone::new).collect();
        for phone in &mut phones {
            phone.take_pull(server.pull(None));
        }
        Self {
            dice: Dice(seed),
            lies,
            truly: TRUE_START,
            step: 0,
            backups: vec![server.clone()],
            server,
            restores: 0,
            phones,
            waits_for: [None; 3],
            requests: 0,
            net: Vec::new(),
            made: Vec::new(),
        }
    }

    fn clock(&self, phone: usize) -> Moment {
        self.lies[phone].shows(self.truly, self.step)
    }

    fn true_now(&self) -> Moment {
        Lie::Nothing.shows(self.truly, self.step)
    }

    fn one_step(&mut self) {
        self.step += 1;
        self.truly += i64::try_from(1 + self.dice.below(60)).unwrap();
        let phone = self.dice.below(3);
        match self.dice.below(100) {
            0..36 => self.edit(phone),
            36..62 => self.send(phone),
            62..90 => self.deliver(),
            90..93 => self.waits_for[phone] = None,
            93..96 => self.backups.push(self.server.clone()),
            96..98 => self.verify_a_backup(),
            _ => self.restore(),
        }
    }

    fn edit(&mut self, phone: usize) {
        let records: Vec<_> = self.phones[phone].records().into_iter().filter(|r| r.entity == "household").collect();
        let unique = format!("value {}", self.made.len());
        let kind = self.dice.below(12);
        if kind == 0 || records.is_empty() {
            let record = household(&format!("new-{}", self.made.len()));
            let fields = [one("plain", unique), one("status", "new")].into_iter().flatten().collect();
            return self.write(phone, Edit { record, creates: true, parents: Vec::new(), fields });
        }
        let record = records[self.dice.below(records.len())].clone();
        if kind < 4 {
            let visit = RecordKey { entity: "visit".to_owned(), id: format!("visit-{}", self.made.len()) };
            return self.write(
                phone,
                Edit { record: visit, creates: true, parents: vec![record], fields: one("plain", unique) },
            );
        }
        let shown = self.phones[phone].shows(&record).unwrap();
        let fields = self.values(kind, &unique, &shown);
        self.write(phone, Edit { record, creates: false, parents: Vec::new(), fields });
    }

    fn values(&mut self, kind: usize, unique: &str, shown: &Values) -> Values {
        match kind {
            4 => one("identity", unique),
            5 => one("consent", "withdrawn"),
            6 => one("consent", "given"),
            7 => one("status", if self.dice.percent(50) { "met" } else { "closed" }),
            8 | 9 => {
                let old = shown.get("note").and_then(|note| note.as_str());
                one("note", old.map_or(unique.to_owned(), |old| format!("{old}\n{unique}")))
            }
            10 => one("plain", unique),
            _ => [one("plain", unique), one("consent", "withdrawn")].into_iter().flatten().collect(),
        }
    }

    fn write(&mut self, phone: usize, edit: Edit) {
        let (clock, truly_at) = (self.clock(phone), self.true_now());
        let op = self.phones[phone].edit(edit, clock, truly_at);
        self.made.push(op);
    }

    fn send(&mut self, phone: usize) {
        let mut ops = self.phones[phone].to_push();
        let content = if ops.is_empty() || self.dice.percent(25) {
            Content::Pull(self.phones[phone].have.clone())
        } else {
            // Now and then only some of the queue, in any order.
            if self.dice.percent(30) {
                ops.retain(|_| self.dice.percent(60));
                let middle = self.dice.below(ops.len() + 1);
                ops.rotate_left(middle);
            }
            Content::Push(ops, self.clock(phone))
        };
        self.requests += 1;
        self.waits_for[phone] = Some(self.requests);
        self.net.push(Packet { phone, request: self.requests, content });
    }

    fn deliver(&mut self) {
        if self.net.is_empty() {
            return;
        }
        let place = self.dice.below(self.net.len());
        let packet = if self.dice.percent(20) { self.net[place].clone() } else { self.net.swap_remove(place) };
        // Lost on the way, or the server crashed before its commit: the same to everybody.
        if self.dice.percent(15) {
            return;
        }
        // Crashed after its commit: done, and nobody hears of it.
        let answered = !self.dice.percent(10);
        if let Some(answer) = self.arrive(packet).filter(|_| answered) {
            self.net.push(answer);
        }
    }

    fn arrive(&mut self, packet: Packet) -> Option<Packet> {
        let Packet { phone, request, content } = packet;
        let waited_for = self.waits_for[phone] == Some(request);
        let content = match content {
            Content::Push(ops, clock) => Content::Pushed(self.server.push(&ops, clock, self.true_now())),
            Content::Pull(have) => Content::Pulled(self.server.pull(have.as_ref())),
            Content::Pushed(answer) if waited_for => {
                self.waits_for[phone] = None;
                self.phones[phone].take_push(&answer);
                return None;
            }
            Content::Pulled(answer) if waited_for => {
                self.waits_for[phone] = None;
                self.phones[phone].take_pull(answer);
                return None;
            }
            Content::Pushed(_) | Content::Pulled(_) => return None,
        };
        Some(Packet { phone, request, content })
    }

    fn verify_a_backup(&mut self) {
        let place = self.dice.below(self.backups.len());
        let backup = &self.backups[place];
        if backup.state.head > self.server.state.durable_rev {
            self.server.state.durable_rev = backup.state.head;
        }
    }

    /// An older backup comes back: any that holds what was published as durable.
    fn restore(&mut self) {
        let durable = self.server.state.durable_rev;
        self.backups.retain(|backup| backup.state.head >= durable);
        let place = self.dice.below(self.backups.len());
        self.backups.truncate(place + 1);
        self.restores += 1;
        self.server = self.backups[place].clone().restored(format!("e{}", self.restores));
    }

    /// The network heals: rounds until nobody has anything to say.
    fn settle(&mut self) -> usize {
        self.net.clear();
        for round in 1..=6 {
            let mut quiet = true;
            for phone in 0..3 {
                let ops = self.phones[phone].to_push();
                quiet &= ops.is_empty();
                let answer = self.server.push(&ops, self.clock(phone), self.true_now());
                self.phones[phone].take_push(&answer);
                let pulled = self.server.pull(self.phones[phone].have.as_ref());
                self.phones[phone].take_pull(pulled);
            }
            if quiet && self.phones.iter().all(|phone| self.server.equals(&phone.copy)) {
                return round;
            }
        }
        usize::MAX
    }
}

fn play(seed: u64, lies: [Lie; 3]) -> Result<World, String> {
    let mut world = World::new(seed, lies);
    for _ in 0..STEPS {
        world.one_step();
    }
    if world.settle() > 5 {
        return Err(format!("the phones and the server do not come together: {:?}", world.server.tables()));
    }
    world.server.check(&world.made)?;
    Ok(world)
}

fn history(seed: u64) -> Result<(), String> {
    let mut dice = Dice(!seed);
    let lies = [0; 3].map(|_| LIES[dice.below(LIES.len())]);
    let lying = play(seed, lies)?;
    if seed.is_multiple_of(4) {
        let truthful = play(seed, [Lie::Nothing; 3])?;
        if !lying.server.same_but_for_times(&truthful.server) {
            let tables = (lying.server.tables(), truthful.server.tables());
            return Err(format!("{lies:?} changed the tables: {tables:?}"));
        }
    }
    // A clock that is wrong but steady costs no more than the time a packet was under way.
    let steady = !lies.iter().any(|lie| matches!(lie, Lie::Jumping));
    let (off, lasted) = (lying.server.worst_estimate(), lying.truly - TRUE_START);
    if steady && off > lasted { Err(format!("{lies:?}: an estimate is {off} s off")) } else { Ok(()) }
}

fn histories(from: u64, to: u64) {
    for seed in from..to {
        match std::panic::catch_unwind(|| history(seed)) {
            Ok(Ok(())) => {}
            Ok(Err(wrong)) => panic!("seed {seed}: {wrong}"),
            Err(_) => panic!("seed {seed}: panicked, see above"),
        }
    }
}

#[test]
fn no_history_loses_or_doubles_anything_first_half() {
    histories(0, HISTORIES / 2);
}

#[test]
fn no_history_loses_or_doubles_anything_second_half() {
    histories(HISTORIES / 2, HISTORIES);
}
