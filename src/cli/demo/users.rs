//! One user per role, all invented.
use serde_json::json;

use super::dice;
use crate::{
    access::{Role, Scope, password},
    base::{
        Day, Error, Result,
        id::{AreaId, OrganisationId},
        of,
    },
    db::{Db, Who},
    features::{
        accounts::{self, FirstGrant},
        areas, audit_log,
        organisations::{self, CreateOrganisation},
    },
};

/// The password of every user of the demonstration. No other installation has a default account.
pub const PASSWORD: &str = "gặp từng người, đến từng nhà 2026";

/// A user of the demonstration.
pub struct Person {
    pub username: &'static str,
    pub role: Role,
    pub area: String,
}

/// User name, invented name, role, area code of today.
const PEOPLE: &[(&str, &str, Role, &str)] = &[
    ("quantri", "Quản Trị Mẫu", Role::SystemAdmin, "VN"),
    ("bantuyengiao", "Tuyên Giáo Mẫu", Role::ProvinceBoard, "VN"),
    ("bantuyengiao.camau", "Tuyên Giáo Cà Mau Mẫu", Role::ProvinceBoard, "96"),
    ("canboxa", "Cán Bộ Xã Mẫu", Role::CommuneOfficial, "31825"),
    ("tinhnguyen", "Tình Nguyện Mẫu", Role::FieldWorker, "31825"),
    ("quanlythu", "Quản Lý Thu Mẫu", Role::CollectorManager, "96"),
    ("nhanvienthu", "Nhân Viên Thu Mẫu", Role::Collector, "31825"),
    ("phantich", "Phân Tích Mẫu", Role::Analyst, "VN"),
    ("kiemtra", "Kiểm Tra Mẫu", Role::Auditor, "VN"),
];

/// The organisation for which the collectors work.
const COLLECTING: &str = "Tổ chức dịch vụ thu Mẫu (trình diễn)";

/// Makes it, unless it is there.
fn collecting(db: &Db, area_id: AreaId) -> Result<OrganisationId> {
    let id = dice::id::<of::Organisation>(COLLECTING, 0, dice::since())?;
    if db.read_now(|conn| audit_log::has_line(conn, id))? {
        return Ok(id);
    }
    let body = json!({ "id": id, "name": COLLECTING, "kind": "collection_organisation", "area_id": area_id });
    let input: CreateOrganisation = serde_json::from_value(body).map_err(Error::internal)?;
    db.write_now(Who::program("demo"), move |tx| {
        let scope = Scope::whole("the demonstration is entered by the program", tx.today());
        Ok(organisations::create_organisation(tx, &scope, input)?.id)
    })
}

/// Makes the users that are not there yet; those who collect work for an organisation of their own.
pub fn prepare(db: &Db) -> Result<Vec<Person>> {
    let today: Day = db.clock().today();
    let (mut hash, mut own) = (None, None);
    let mut out = Vec::new();
    for (username, full_name, role, code) in PEOPLE {
        let area = db
            .read_now(|conn| areas::by_code(conn, code, today))?
            .ok_or_else(|| Error::internal(format_args!("no area {code} today")))?;
        out.push(Person { username, role: *role, area: area.full_name.clone() });
        if db.read_now(|conn| accounts::exists(conn, username))? {
            continue;
        }
        let secret = match &hash {
            Some(hash) => String::clone(hash),
            None => password::hash(PASSWORD)?,
        };
        hash = Some(secret.clone());
        if role.is_collecting() && own.is_none() {
            own = Some(collecting(db, area.id)?);
        }
        let organisation_id = own.filter(|_| role.is_collecting());
        let grant = FirstGrant { area_id: area.id, role: *role, organisation_id };
        db.write_now(Who::program("demo"), move |tx| {
            accounts::create_ready_user(tx, username, full_name, &secret, grant).map(drop)
        })?;
    }
    Ok(out)
}
