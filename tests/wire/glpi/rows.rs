//! What the GLPI in memory keeps, and its search.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use jiff::ToSpan;
use jiff::civil::date;
use serde_json::{Value, json};

use super::server::{Asked, no};
use crate::blunt::{Answer, whole};
use crate::office::PASSWORD;

/// Everything, as rows of tables.
pub struct State {
    pub app_token: Option<String>,
    pub sessions: BTreeMap<String, u64>,
    pub users: BTreeMap<u64, String>,
    pub categories: BTreeMap<u64, String>,
    pub tickets: BTreeMap<u64, Value>,
    pub followups: Vec<Value>,
    pub solutions: Vec<Value>,
    pub actors: Vec<Value>,
    pub bonds: Vec<Value>,
    pub documents: Vec<(Value, Vec<u8>)>,
    ids: u64,
    clock: i64,
}

impl Default for State {
    fn default() -> Self {
        let users = [(4, "agent"), (5, "agent2"), (6, "lecture"), (9, "cdupont")];
        let categories = [
            (1, "Assistance"),
            (2, "Assistance > OTP"),
            (3, "Réseau"),
            (4, "Réseau > OTP"),
            (5, "Réseau > VPN"),
        ];
        Self {
            app_token: None,
            sessions: BTreeMap::new(),
            users: users.map(|(id, name)| (id, name.to_owned())).into(),
            categories: categories.map(|(id, name)| (id, name.to_owned())).into(),
            tickets: BTreeMap::new(),
            followups: Vec::new(),
            solutions: Vec::new(),
            actors: Vec::new(),
            bonds: Vec::new(),
            documents: Vec::new(),
            ids: 0,
            clock: 0,
        }
    }
}

/// As texts are kept.
fn kept(text: &str) -> String {
    text.replace('&', "&#38;").replace('<', "&#60;").replace('>', "&#62;")
}

fn is_number(value: &Value, text: &str) -> bool {
    value.as_u64() == text.parse().ok()
}

fn strings(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

impl State {
    fn id(&mut self) -> u64 {
        self.ids += 1;
        self.ids
    }

    /// A second later each time, on a clock without a zone.
    fn now(&mut self) -> String {
        self.clock += 1;
        let at = date(2026, 11, 20).at(10, 0, 0, 0).checked_add(self.clock.seconds()).unwrap();
        at.strftime("%Y-%m-%d %H:%M:%S").to_string()
    }

    pub fn enter(&mut self, basic: &str) -> Option<String> {
        let pair = BASE64.decode(basic.strip_prefix("Basic ")?.as_bytes()).ok()?;
        let pair = String::from_utf8(pair).ok()?;
        let (login, password) = pair.split_once(':')?;
        let user = self.users.iter().find(|(_, name)| *name == login).filter(|_| password == PASSWORD)?;
        let (user, token) = (*user.0, format!("canary-session-{}", self.sessions.len() + 70));
        self.sessions.insert(token.clone(), user);
        Some(token)
    }

    pub fn all_categories(&self) -> Value {
        let row = |(id, path): (&u64, &String)| json!({ "id": id, "name": kept(path.rsplit(" > ").next().unwrap()), "completename": kept(path) });
        self.categories.iter().map(row).collect()
    }

    pub fn people(&self, asked: &Asked) -> Value {
        let ids = asked.query.iter().filter(|(name, _)| name.ends_with("[items_id]"));
        ids.map(|(_, id)| json!({ "id": id, "name": self.users[&id.parse().unwrap()], "realname": "x" }))
            .collect()
    }

    pub fn search_users(&self, asked: &Asked) -> Value {
        let wanted = asked.query("criteria[0][value]").unwrap().trim_matches(['^', '$']);
        let found: Vec<_> = self.users.iter().filter(|(_, name)| name.eq_ignore_ascii_case(wanted)).collect();
        let rows: Vec<_> = found.iter().map(|(id, name)| json!({ "1": name, "2": id })).collect();
        match rows.is_empty() {
            true => json!({ "totalcount": 0, "count": 0, "content-range": "0--1/0" }),
            false => json!({ "totalcount": rows.len(), "count": rows.len(), "data": rows }),
        }
    }

    pub fn ticket(&self, id: u64) -> Option<Value> {
        let mut ticket = self.tickets.get(&id)?.clone();
        let own = self.documents.iter().filter(|(row, _)| row["items_id"] == id);
        ticket["_documents"] = own.map(|(row, _)| row.clone()).collect();
        Some(ticket)
    }

    pub fn belonging(&self, id: u64, kind: &str) -> Value {
        let of = |rows: &[Value], key: &str| rows.iter().filter(|row| row[key] == id).cloned().collect();
        match kind {
            "Ticket_User" => of(&self.actors, "tickets_id"),
            "ITILFollowup" => of(&self.followups, "items_id"),
            "ITILSolution" => of(&self.solutions, "items_id"),
            _ => self
                .bonds
                .iter()
                .filter(|row| row["tickets_id_1"] == id || row["tickets_id_2"] == id)
                .cloned()
                .collect(),
        }
    }

    /// An empty one is made as well as any other; nothing is checked, two equal ones are two.
    pub fn add_ticket(&mut self, me: u64, input: &Value) -> u64 {
        let (id, now) = (self.id(), self.now());
        let title: String = strings(&input["name"]).chars().take(255).collect();
        let ticket = json!({
            "id": id, "name": kept(&title), "content": kept(&strings(&input["content"])), "status": 1,
            "priority": 3, "itilcategories_id": input["itilcategories_id"].as_u64().unwrap_or(0),
            "users_id_recipient": me, "date": now, "date_creation": now, "date_mod": now, "is_deleted": 0,
            "closedate": null, "type": input["type"],
        });
        self.tickets.insert(id, ticket);
        if let Some(user) = input["_users_id_requester"][0].as_u64() {
            let mail = &input["_users_id_requester_notif"]["alternative_email"][0];
            let bond = self.id();
            self.actors.push(json!({
                "id": bond, "tickets_id": id, "users_id": user, "type": 1, "alternative_email": mail,
            }));
        }
        id
    }

    pub fn add(&mut self, me: u64, kind: &str, input: &Value) -> Option<u64> {
        let ticket = input.get("items_id").or(input.get("tickets_id"))?.as_u64()?;
        self.tickets.get(&ticket)?;
        let (id, now) = (self.id(), self.now());
        let row = match kind {
            "Ticket_User" => json!({
                "id": id, "tickets_id": ticket, "users_id": input["users_id"], "type": input["type"],
            }),
            _ => json!({
                "id": id, "items_id": ticket, "users_id": me, "is_private": input["is_private"],
                "content": kept(&strings(&input["content"])), "date_creation": now, "sourceitems_id": 0,
            }),
        };
        let of = self.tickets.get_mut(&ticket)?;
        of["date_mod"] = json!(now);
        match kind {
            "Ticket_User" => {
                if input["type"] == 2 && of["status"] == 1 {
                    of["status"] = json!(2);
                }
                self.actors.push(row);
            }
            "ITILSolution" => {
                of["status"] = json!(5);
                self.solutions.push(row);
            }
            _ => self.followups.push(row),
        }
        Some(id)
    }

    pub fn add_document(&mut self, body: &[u8]) -> u64 {
        let id = self.id();
        let end = body.windows(2).position(|two| two == b"\r\n").unwrap();
        let boundary = [b"\r\n", &body[..end]].concat();
        let mut parts = Vec::new();
        let mut rest = &body[end..];
        while let Some(at) = rest.windows(boundary.len()).position(|some| some == boundary) {
            parts.push(&rest[..at]);
            rest = &rest[at + boundary.len()..];
        }
        assert_eq!((parts.len(), rest), (2, &b"--\r\n"[..]), "a manifest, a file, an end");
        let content = |part: &[u8]| {
            let at = part.windows(4).position(|four| four == b"\r\n\r\n").unwrap();
            part[at + 4..].to_vec()
        };
        let manifest: Value = serde_json::from_slice(&content(parts[0])).unwrap();
        let input = &manifest["input"];
        let row = json!({
            "id": id, "name": input["name"], "filename": input["_filename"][0], "items_id": input["items_id"],
        });
        assert_eq!(input["itemtype"], "Ticket");
        self.documents.push((row, content(parts[1])));
        id
    }

    /// Any number is kept, known or not; what is not known is left aside.
    pub fn update(&mut self, me: u64, id: u64, input: &Value) -> bool {
        if !self.tickets.contains_key(&id) {
            return false;
        }
        let now = self.now();
        for gone in input["_mergeids"].as_object().into_iter().flatten() {
            self.merge(me, id, gone.0.parse().unwrap());
        }
        let ticket = self.tickets.get_mut(&id).unwrap();
        ticket["date_mod"] = json!(now);
        for field in ["status", "priority", "itilcategories_id"] {
            if let Some(value) = input.get(field) {
                ticket[field] = value.clone();
            }
        }
        true
    }

    /// The merged one goes into the bin; its text and what was added to it are copied.
    fn merge(&mut self, _me: u64, into: u64, gone: u64) {
        let from = self.tickets[&gone].clone();
        let mut copies = vec![json!({
            "id": self.id(), "items_id": into, "users_id": from["users_id_recipient"], "is_private": 0,
            "content": format!("{}{}{}", from["name"].as_str().unwrap(), kept("<br /><br />"), from["content"].as_str().unwrap()),
            "date_creation": from["date_creation"], "sourceitems_id": gone,
        })];
        for mut row in self.followups.clone().into_iter().filter(|row| row["items_id"] == gone) {
            (row["id"], row["items_id"], row["sourceitems_id"]) =
                (json!(self.id()), json!(into), json!(gone));
            copies.push(row);
        }
        self.followups.extend(copies);
        for (mut row, bytes) in self.documents.clone() {
            if row["items_id"] == gone {
                row["items_id"] = json!(into);
                self.documents.push((row, bytes));
            }
        }
        let bond = self.id();
        self.bonds.push(json!({ "id": bond, "tickets_id_1": gone, "tickets_id_2": into, "link": 3 }));
        self.tickets.get_mut(&gone).unwrap()["is_deleted"] = json!(1);
    }

    pub fn search_tickets(&self, asked: &Asked) -> Answer {
        let bin = asked.query("is_deleted").unwrap_or("0").parse::<u64>().unwrap();
        let holds = |ticket: &&Value| ticket["is_deleted"] == bin && self.holds(ticket, asked, "criteria");
        let mut found: Vec<_> = self.tickets.values().filter(holds).collect();
        if asked.query("sort") == Some("19") {
            found.sort_by_key(|ticket| {
                std::cmp::Reverse((strings(&ticket["date_mod"]), ticket["id"].as_u64()))
            });
        }
        let (first, last) = asked.query("range").unwrap().split_once('-').unwrap();
        let (first, last): (usize, usize) = (first.parse().unwrap(), last.parse().unwrap());
        let total = found.len();
        if total == 0 {
            return crate::blunt::json_of(
                200,
                &json!({ "totalcount": 0, "count": 0, "content-range": "0--1/0" }),
            );
        }
        if first >= total {
            return no(400, "ERROR_RANGE_EXCEED_TOTAL", "La plage demandée dépasse le total");
        }
        let rows: Vec<_> = found[first..total.min(last + 1)].iter().map(|ticket| self.row(ticket)).collect();
        let status = if rows.len() < total { 206 } else { 200 };
        let range = format!("Content-Range: {first}-{}/{total}\r\n", first + rows.len() - 1);
        let body = json!({ "totalcount": total, "count": rows.len(), "data": rows });
        whole(status, &range, body.to_string().as_bytes())
    }

    fn row(&self, ticket: &Value) -> Value {
        let people = |kind: u64| {
            let own =
                self.actors.iter().filter(|row| row["tickets_id"] == ticket["id"] && row["type"] == kind);
            let mut ids: Vec<_> = own.map(|row| row["users_id"].clone()).filter(|id| *id != 0).collect();
            match ids.len() {
                0 => Value::Null,
                1 => json!(ids.remove(0).to_string()),
                _ => json!(ids),
            }
        };
        let category = self.categories.get(&ticket["itilcategories_id"].as_u64().unwrap());
        json!({
            "1": ticket["name"], "2": ticket["id"], "3": ticket["priority"], "4": people(1), "5": people(2),
            "7": category.map(|path| kept(path)), "12": ticket["status"], "15": ticket["date"], "19": ticket["date_mod"],
        })
    }

    /// Conditions, and groups of them.
    fn holds(&self, ticket: &Value, asked: &Asked, prefix: &str) -> bool {
        let mut all: Option<bool> = None;
        for at in 0.. {
            let place = format!("{prefix}[{at}]");
            if !asked.query.iter().any(|(name, _)| name.starts_with(&place)) {
                break;
            }
            let one = match asked.query(&format!("{place}[field]")) {
                None => self.holds(ticket, asked, &format!("{place}[criteria]")),
                Some(field) => {
                    let how = asked.query(&format!("{place}[searchtype]")).unwrap();
                    self.is(ticket, field, how, asked.query(&format!("{place}[value]")).unwrap())
                }
            };
            let or = asked.query(&format!("{place}[link]")) == Some("OR");
            all = Some(all.map_or(one, |before| if or { before || one } else { before && one }));
        }
        all.unwrap_or(true)
    }

    fn is(&self, ticket: &Value, field: &str, how: &str, value: &str) -> bool {
        let people = |kind: u64| {
            let mut own =
                self.actors.iter().filter(|row| row["tickets_id"] == ticket["id"] && row["type"] == kind);
            match value {
                "0" => own.next().is_none(),
                _ => own.any(|row| is_number(&row["users_id"], value)),
            }
        };
        let found = match field {
            "4" => people(1),
            "5" => people(2),
            "7" => is_number(&ticket["itilcategories_id"], value),
            "12" => is_number(&ticket["status"], value),
            "21" => strings(&ticket["content"]).contains(value),
            "25" => {
                let mut own = self.followups.iter().filter(|row| row["items_id"] == ticket["id"]);
                own.any(|row| strings(&row["content"]).contains(value))
            }
            _ => panic!("no field {field}"),
        };
        found == (how != "notequals")
    }
}
