//! TLS that is trusted and TLS that is not.

use guichet::backend::{Fault, Login, TokenBackend, Trouble};
use guichet::domain::moment::Span;
use guichet::domain::secret::Secret;
use serde_json::json;

use crate::office::{Office, real};

#[test]
fn a_private_authority_is_trusted_once_it_is_named() {
    let Some(tls) = real().map(|real| &real["tls"]) else { return };
    let change = json!({ "nodes": [tls["good"]], "ca": tls["ca"] });
    let Some(office) = Office::of("helpdesk", change) else { return };
    assert_eq!(office.card("amelie.durand").person.family, "Durand");
}

#[test]
fn a_certificate_that_is_not_right_ends_everything_before_a_password_is_sent() {
    let Some(tls) = real().map(|real| &real["tls"]) else { return };
    let named = ["expired", "other_name", "other_authority"].map(|which| (&tls[which], tls["ca"].clone()));
    for (node, ca) in named.into_iter().chain([(&tls["good"], json!(null))]) {
        let Some(office) = Office::stranger(json!({ "nodes": [node], "ca": ca }), Span::default()) else {
            return;
        };
        let secret = Secret::new("Guichet-5120-essai".to_owned());
        let login = Login { agent: "helpdesk".to_owned(), secret, transaction: String::new() };
        let refused = office.wait(office.backend.log_in(login));
        assert_eq!(refused, Err(Fault::Unreachable { why: Trouble::Certificate }), "{node}");
    }
}
