//! What `tests/real/run --people N` tells of its server.

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};

use guichet::domain::moment::Moment;
use guichet::domain::otp::{Algorithm, Generator, Moving, Shape};
use guichet::domain::secret::Secret;
use serde_json::{Value, json};

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

    /// How many people the directory gives at most from now on.
    pub fn set_limit(&self, limit: u32) -> Result<(), Box<dyn Error>> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let login = json!({ "username": "admin", "password": self.password("admin") });
            let proof = self.post("auth", &login, "").await?;
            let proof = proof["result"]["value"]["token"].as_str().ok_or("no login")?.to_owned();
            let folder = self.told["folder"].as_str().unwrap_or_default();
            let names = [
                "userid",
                "username",
                "givenname",
                "surname",
                "email",
                "phone",
                "mobile",
                "uai",
                "school",
                "password",
            ];
            let map: serde_json::Map<String, Value> =
                names.iter().map(|name| ((*name).to_owned(), (*name).into())).collect();
            let body = json!({
                "type": "sqlresolver", "Driver": "sqlite", "Server": "", "Table": "people", "Limit": limit,
                "Database": format!("{folder}/academie.sqlite"), "Editable": 0, "Encoding": "utf8",
                "Map": Value::Object(map).to_string(),
            });
            let resolver = self.told["crowd"]["resolver"].as_str().unwrap_or_default();
            let set = self.post(&format!("resolver/{resolver}"), &body, &proof).await?;
            if set["result"]["status"] == true { Ok(()) } else { Err(set.to_string().into()) }
        })
    }

    async fn post(&self, path: &str, body: &Value, proof: &str) -> Result<Value, Box<dyn Error>> {
        // A second installation of the provider is refused, and changes nothing.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build()?;
        let request =
            client.post(format!("{}/{path}", self.url())).header("Content-Type", "application/json");
        let answer = request.header("PI-Authorization", proof).body(body.to_string()).send().await?;
        Ok(serde_json::from_str(&answer.text().await?)?)
    }
}
