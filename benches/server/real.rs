//! What `tests/real/run --people N` tells of its server.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use guichet::domain::moment::Moment;
use guichet::domain::otp::{Algorithm, Generator, Moving, Shape};
use guichet::domain::secret::Secret;
use serde_json::Value;

/// The keys of the crowd: copies of a usual one.
const SHAPE: Shape =
    Shape { algorithm: Algorithm::Sha1, digits: 6, moving: Moving::Time { period: 60, t0: 0 } };

/// A server with a crowd.
pub struct Real {
    told: Value,
    /// How many people the crowd has.
    pub people: u32,
}

/// One of the crowd.
pub struct Person {
    pub login: String,
    pub given: String,
    pub family: String,
    pub school: String,
    pub serial: String,
}

impl Real {
    /// The server of this run; none if there is none, or none with a crowd.
    pub fn read() -> Result<Option<Self>, Box<dyn Error>> {
        let Some(file) = std::env::var_os("GUICHET_REAL") else { return Ok(None) };
        let told: Value = serde_json::from_str(&std::fs::read_to_string(file)?)?;
        let people = told["crowd"]["people"].as_u64().map(u32::try_from).transpose()?;
        Ok(people.map(|people| Self { told, people }))
    }

    /// Its address.
    pub fn url(&self) -> &str {
        self.told["url"].as_str().unwrap_or_default()
    }

    /// The password of an administrator.
    pub fn password(&self, admin: &str) -> &str {
        self.told["admins"][admin]["password"].as_str().unwrap_or_default()
    }

    /// People far apart in the crowd.
    pub fn some(&self) -> Vec<Person> {
        let text = |person: &Value, name: &str| person[name].as_str().unwrap_or_default().to_owned();
        let person = |person: &Value| Person {
            login: text(person, "username"),
            given: text(person, "givenname"),
            family: text(person, "surname"),
            school: text(person, "uai"),
            serial: text(person, "serial"),
        };
        self.told["crowd"]["some"].as_array().into_iter().flatten().map(person).collect()
    }

    /// What every key of the crowd shows now: they share the seed of their model.
    pub fn code(&self) -> Result<String, Box<dyn Error>> {
        let mut keys = self.told["keys"].as_array().into_iter().flatten();
        let model = keys.find(|key| key["serial"] == self.told["crowd"]["model"]).ok_or("no model")?;
        let seed = data_encoding::HEXLOWER.decode(model["seed"].as_str().unwrap_or_default().as_bytes())?;
        let since = SystemTime::now().duration_since(UNIX_EPOCH)?;
        let step = SHAPE.step_at(Moment::from_secs(since.as_secs().try_into()?)).ok_or("no step")?;
        let code = Generator::new(&Secret::new(seed), &SHAPE).code(step).ok_or("no code")?;
        Ok(code.expose().to_owned())
    }
}
