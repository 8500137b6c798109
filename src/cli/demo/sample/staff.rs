//! Who works in the sample: the sign-ins that are printed, and those of whom only the name is needed, who cannot sign in.
use std::collections::BTreeMap;

use super::{
    super::dice::id,
    super::users::{PASSWORD, Person},
    calendar::Calendar,
    places::{Body, Places, since},
    sign_ups::collecting,
};
use crate::{
    access::{Role, password},
    base::{
        Day, Error, Result,
        id::{AreaId, CampaignId, UserId},
    },
    db::{Conn, Tx},
    features::{
        accounts::{self, FirstGrant},
        walk_lists::drawn_seed,
    },
};

/// User name, invented name, role, whether only in the first commune.
const PRINTED: &[(&str, &str, Role, bool)] = &[
    ("bantuyengiao.mau", "Tuyên Giáo Tỉnh Mẫu", Role::ProvinceBoard, false),
    ("canboxa.mau", "Cán Bộ Xã Mẫu Một", Role::CommuneOfficial, true),
    (WALKER, "Tình Nguyện Xã Mẫu Một", Role::FieldWorker, true),
    (MANAGER, "Quản Lý Thu Tỉnh Mẫu", Role::CollectorManager, false),
    (COLLECTOR, "Nhân Viên Thu Xã Mẫu Một", Role::Collector, true),
    ("phantich.mau", "Phân Tích Tỉnh Mẫu", Role::Analyst, false),
];
/// The volunteer with walk lists of today.
pub const WALKER: &str = "tinhnguyen.mau";
/// The board, which registers comparisons.
pub const BOARD: &str = "bantuyengiao.mau";
const MANAGER: &str = "quanlythu.mau";
const COLLECTOR: &str = "nhanvienthu.mau";

/// The campaigns, one after the other: code, name.
pub const CAMPAIGNS: [(&str, &str); 3] =
    [("", "Đợt 1: thăm từng hộ"), ("MAU-2", "Đợt 2: bốc thăm xã đi trước"), ("MAU-3", "Đợt 3: các xã đi sau")];

/// The id of a campaign.
///
/// # Errors
/// Never, unless by a mistake of ours.
pub fn campaign_id(n: usize) -> Result<CampaignId> {
    id("campaign", n, since())
}

/// The campaign of a day.
///
/// # Errors
/// Never, unless by a mistake of ours.
pub fn campaign_on(calendar: &Calendar, day: Day) -> Result<CampaignId> {
    campaign_id(usize::from(day >= calendar.window.0) + usize::from(day > calendar.window.1))
}

/// The printed sign-ins, of a sample that is there or will be.
pub fn printed() -> Vec<Person> {
    let area = |own: bool| {
        let top = format!("Tỉnh Mẫu {}", super::places::LABEL);
        if own { format!("Xã Mẫu 01 {}", super::places::LABEL) } else { top }
    };
    PRINTED.iter().map(|(username, _, role, own)| Person { username, role: *role, area: area(*own) }).collect()
}

fn walker_name(commune: usize, walker: usize) -> String {
    if (commune, walker) == (0, 0) { WALKER.into() } else { format!("ctv.mau.{:02}.{}", commune + 1, walker + 1) }
}

fn collector_name(commune: usize) -> String {
    if commune == 0 { COLLECTOR.into() } else { format!("thu.mau.{:02}", commune / 2 + 1) }
}

/// Makes them all. Whoever is not printed has a password that nobody knows.
///
/// # Errors
/// When a name is taken, or the database fails.
pub fn write(tx: &mut Tx, places: &Places) -> Result<()> {
    let (known, unknown) = (password::hash(PASSWORD)?, password::hash(&drawn_seed()?)?);
    let first = places.communes.first().map_or(places.top, |commune| commune.id);
    for (username, full_name, role, own) in PRINTED {
        let area_id = if *own { first } else { places.top };
        let organisation_id = if role.is_collecting() { Some(Body::Post.id()?) } else { None };
        let grant = FirstGrant { area_id, role: *role, organisation_id };
        accounts::create_ready_user(tx, username, full_name, &known, grant)?;
    }
    let mut quiet = |name: String, said: String, role: Role, area_id: AreaId, body: Option<Body>| -> Result<()> {
        let organisation_id = body.map(Body::id).transpose()?;
        let grant = FirstGrant { area_id, role, organisation_id };
        accounts::create_ready_user(tx, &name, &said, &unknown, grant).map(drop)
    };
    for commune in &places.communes {
        for walker in [0, 1].into_iter().filter(|walker| (commune.n, *walker) != (0, 0)) {
            let said = format!("Cộng Tác Viên Mẫu {:02} {}", commune.n + 1, walker + 1);
            quiet(walker_name(commune.n, walker), said, Role::FieldWorker, commune.id, None)?;
        }
        if commune.n % 2 == 1 {
            let (name, said) = (collector_name(commune.n), format!("Nhân Viên Thu Mẫu {:02}", commune.n / 2 + 1));
            quiet(name, said, Role::Collector, places.top, Some(collecting(commune.n)))?;
        }
    }
    Ok(())
}

/// Their ids.
pub struct Staff {
    ids: BTreeMap<String, UserId>,
}

impl Staff {
    /// As they are in the database.
    ///
    /// # Errors
    /// When one of them is not there, or the database fails.
    pub fn of(conn: &mut Conn, places: &Places) -> Result<Self> {
        let printed = PRINTED.iter().map(|(username, ..)| (*username).to_owned());
        let walkers = places.communes.iter().flat_map(|c| [walker_name(c.n, 0), walker_name(c.n, 1)]);
        let collectors = places.communes.iter().map(|c| collector_name(c.n));
        let mut ids = BTreeMap::new();
        for name in printed.chain(walkers).chain(collectors) {
            if !ids.contains_key(&name)
                && let Some(user) = accounts::named(conn, &name)?
            {
                ids.insert(name, user.id);
            }
        }
        Ok(Self { ids })
    }
    /// By user name.
    ///
    /// # Errors
    /// Never, unless by a mistake of ours.
    pub fn named(&self, name: &str) -> Result<UserId> {
        self.ids.get(name).copied().ok_or_else(|| Error::internal(format_args!("nobody is called {name}")))
    }
    /// One of the two who go from door to door in a commune.
    ///
    /// # Errors
    /// Never, unless by a mistake of ours.
    pub fn walker(&self, commune: usize, walker: usize) -> Result<UserId> {
        self.named(&walker_name(commune, walker))
    }
    /// Who collects in a commune.
    ///
    /// # Errors
    /// Never, unless by a mistake of ours.
    pub fn collector(&self, commune: usize) -> Result<UserId> {
        self.named(&collector_name(commune))
    }
    /// Who records for those who collect.
    ///
    /// # Errors
    /// Never, unless by a mistake of ours.
    pub fn manager(&self) -> Result<UserId> {
        self.named(MANAGER)
    }
}
