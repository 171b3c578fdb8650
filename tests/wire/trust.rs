//! Whom the backend talks to: certificates and redirects.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use guichet::backend::privacyidea::SettingFault;
use guichet::backend::{Fault, Seen, Trouble};
use guichet::domain::key::KeyAct;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};
use serde_json::json;

use crate::office::{Office, PASSWORD};
use crate::script::{PROOF, Sent, answer_of};
use crate::wild::{Mood, Wild};

const KEY: &str = "GALT10512017";
const HOLDER: &str = "sarah.cohen";

/// A private authority, as an academy has one.
pub struct Authority(CertifiedIssuer<'static, KeyPair>);

impl Authority {
    pub fn new() -> Self {
        let mut params = CertificateParams::new(Vec::new()).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        Self(CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap())
    }

    /// A server that shows a certificate of this authority for a name.
    fn server(&self, name: &str) -> Wild {
        Wild::with(Some(self.config(name)), |_| Mood::Play)
    }

    /// What it is to be trusted by.
    pub fn pem(&self) -> String {
        self.0.pem()
    }

    /// A certificate of this authority for a name, to be shown.
    pub fn config(&self, name: &str) -> Arc<ServerConfig> {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        let certificate = params.signed_by(&key, &self.0).unwrap();
        let private = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()));
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .unwrap()
            .with_no_client_auth()
            .with_single_cert(vec![certificate.der().clone()], private)
            .unwrap();
        Arc::new(config)
    }
}

/// An office that trusts one authority alone.
fn trusting(authority: &Authority, nodes: &[String]) -> Office {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("ca.pem");
    std::fs::write(&path, authority.0.pem()).unwrap();
    Office::at(nodes, json!({ "ca": path }))
}

#[test]
fn a_private_authority_is_trusted_once_it_is_named() {
    let authority = Authority::new();
    let server = authority.server("127.0.0.1");
    let office = trusting(&authority, &[server.url()]);
    office.enter(server.script());
    server.script().plays(&["token-no-pin"]);
    assert!(office.key(KEY).is_ok());
}

#[test]
fn a_certificate_of_somebody_else_is_named_and_gets_no_secret() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let wrong_hand = theirs.server("127.0.0.1");
    let wrong_name = ours.server("otp.exemple.example");
    let certificate = Fault::Unreachable { why: Trouble::Certificate };
    for server in [&wrong_hand, &wrong_name] {
        let office = trusting(&ours, &[server.url()]);
        assert_eq!(office.log_in("helpdesk", ""), Err(certificate.clone()));
        assert!(server.connections() > 0 && server.script().sent().is_empty());
        // Not named at all: the system knows none of them.
        let stranger = Office::at(&[server.url()], json!({}));
        assert_eq!(stranger.log_in("helpdesk", ""), Err(certificate.clone()));
        assert!(server.script().sent().is_empty());
    }
    // After a login at a good node: reads and orders never reach the other one.
    let good = ours.server("127.0.0.1");
    let office = trusting(&ours, &[wrong_hand.url(), good.url()]);
    office.enter(good.script());
    good.script().plays(&["token-no-pin"]);
    assert!(office.key(KEY).is_ok());
    assert!(wrong_hand.script().sent().is_empty());
}

/// A node of the installation is another machine now: it gets no question, no order and no proof.
#[test]
fn reads_and_orders_stop_at_a_wrong_certificate() {
    let (ours, theirs) = (Authority::new(), Authority::new());
    let bad = theirs.server("127.0.0.1");
    let broken = Arc::new(AtomicBool::new(false));
    let own = broken.clone();
    let plain = Wild::start(move |_| if own.load(Ordering::SeqCst) { Mood::Lose } else { Mood::Play });
    let office = trusting(&ours, &[plain.url(), bad.url()]);
    office.enter(plain.script());
    broken.store(true, Ordering::SeqCst);
    let certificate = Fault::Unreachable { why: Trouble::Certificate };
    assert_eq!(office.find("petit"), Err(certificate.clone()));
    assert_eq!(office.card(HOLDER), Err(certificate.clone()));
    assert_eq!(office.act(KeyAct::Suspend, KEY, HOLDER), Err(certificate));
    assert!(bad.connections() > 0 && bad.script().sent().is_empty());
}

/// What answers does not even speak TLS: that is nobody's certificate.
#[test]
fn a_server_without_encryption_is_not_the_one() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("https://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            drop(stream.read(&mut [0; 64]));
            drop(stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"));
            // Until the other side has read it: a reset would throw it away.
            drop(stream.read_to_end(&mut Vec::new()));
        }
    });
    let office = trusting(&Authority::new(), &[url]);
    assert_eq!(office.log_in("helpdesk", ""), Err(Fault::Unreachable { why: Trouble::Nonsense }));
}

#[test]
fn a_file_that_is_no_certificate_is_refused_at_once() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("ca.pem");
    let open = || Office::build(&["https://127.0.0.1:1".to_owned()], json!({ "ca": path })).err();
    assert!(matches!(open(), Some(SettingFault::Certificates(_))), "absent");
    for text in ["", "no certificate", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"] {
        std::fs::write(&path, text).unwrap();
        assert!(matches!(open(), Some(SettingFault::Certificates(_))), "{text:?}");
    }
}

/// A redirect is not followed: the proof of the login would travel to whoever it names.
#[test]
fn a_redirect_takes_nothing_along() {
    let thief = Wild::start(|_| Mood::Play);
    for status in [301, 302, 303, 307, 308] {
        let location = format!("Location: {}/\r\n", thief.url());
        let wild = Wild::start(move |sent: &Sent| match sent.path.as_str() {
            "/auth" => Mood::Play,
            "/token/" if sent.query.iter().any(|(name, _)| name == "serial") => Mood::Play,
            _ => Mood::Headers(status, location.clone()),
        });
        let office = Office::at(&[wild.url()], json!({}));
        office.enter(wild.script());
        wild.script().tells("/token/", &[("serial", KEY)], answer_of("token-no-pin"));
        let nonsense = Fault::Unreachable { why: Trouble::Nonsense };
        assert_eq!(office.find("petit"), Err(nonsense.clone()), "{status}");
        assert_eq!(office.card(HOLDER), Err(nonsense), "{status}");
        let lost = Fault::NoAnswer { why: Trouble::Nonsense, seen: Seen::Unchanged };
        assert_eq!(office.act(KeyAct::Suspend, KEY, HOLDER), Err(lost), "{status}");
        assert_eq!(wild.script().writes(), ["POST /token/disable"]);
        let sent = wild.script().sent();
        assert!(sent[0].body.to_string().contains(PASSWORD) && sent[1].head.contains(PROOF));
    }
    assert_eq!(thief.connections(), 0);
}
