#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeMap;

use super::*;
use crate::store::sealed;

const PAGE: &str = include_str!("../../../docs/vault.md");

/// The vectors of `docs/vault.md`. They were computed by another program.
struct Vectors(BTreeMap<&'static str, &'static str>);

impl Vectors {
    fn read() -> Self {
        let (_, rest) = PAGE.split_once("```text\n").unwrap();
        let (block, _) = rest.split_once("```").unwrap();
        let pairs = block.lines().map(|line| line.split_once('=').unwrap());
        Self(pairs.map(|(name, value)| (name.trim(), value.trim())).collect())
    }

    fn text(&self, name: &str) -> &'static str {
        self.0.get(name).unwrap_or_else(|| panic!("docs/vault.md has no vector {name:?}"))
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        HEXLOWER.decode(self.text(name).as_bytes()).unwrap_or_else(|fault| panic!("{name}: {fault}"))
    }

    fn vault(&self) -> Vault {
        Vault::with_slice(self.text("vault"), &Secret::new(self.bytes("data key"))).unwrap()
    }

    fn nonce(&self) -> [u8; 24] {
        self.bytes("nonce").try_into().unwrap()
    }
}

const UUID: &str = "01010101-0101-4101-8101-010101010101";
const NOTE: &str = "06060606-0606-4606-8606-060606060606";
const AT: &str = "1800000000000";
const SLOT: &str = "é.durand";

#[test]
fn subkeys_are_as_documented() {
    let (page, vault) = (Vectors::read(), Vectors::read().vault());
    for (name, key) in [("rows", &vault.rows), ("slots", &vault.slots), ("lookup", &vault.lookup)] {
        assert_eq!(key.expose().as_slice(), page.bytes(&format!("subkey {name}")), "{name}");
    }
}

#[test]
fn seeds_and_pin_proofs_are_as_documented() {
    let (page, vault) = (Vectors::read(), Vectors::read().vault());
    assert_eq!(vault.seed_label("1001", 1), page.bytes("seed label"));
    let sealed = page.bytes("seed sealed");
    assert_eq!(vault.open_seed("1001", 1, &sealed).unwrap().expose(), &page.bytes("seed clear"));
    let again = seal::seal_with(
        &cipher(&vault.key).unwrap(),
        page.nonce(),
        &page.bytes("seed clear"),
        &page.bytes("seed label"),
    );
    assert_eq!(again.unwrap(), sealed);
    let pin = Secret::new("4831".to_owned());
    assert_eq!(vault.pin_check("1001", &pin).unwrap(), page.bytes("pin check"));
}

#[test]
fn rows_are_as_documented() {
    let (page, vault) = (Vectors::read(), Vectors::read().vault());
    let draft = sealed::draft(UUID, "m.durand", AT);
    let ticket = sealed::ticket(UUID, AT, "m.durand");
    let note = sealed::note(UUID, NOTE, AT, "p.martin", "note");
    for (name, place) in [("draft", draft.place()), ("ticket", ticket.place()), ("note", note.place())] {
        let [label_, clear, sealed] =
            ["label", "clear", "sealed"].map(|part| page.bytes(&format!("{name} {part}")));
        assert_eq!(label(vault.id(), place.kind, place.words), label_, "{name}");
        assert_eq!(vault.open_bytes(place, &sealed).unwrap().expose(), &clear, "{name}");
        let again = seal::seal_with(&cipher(&vault.rows).unwrap(), page.nonce(), &clear, &label_);
        assert_eq!(again.unwrap(), sealed, "{name}");
    }
    let tag = sealed::login_tag(&vault, "cdupont").unwrap();
    assert_eq!(tag, Some(page.bytes("ticket login hash")));
    let body = sealed::open_ticket(&vault, ticket.place(), tag.as_deref(), &page.bytes("ticket sealed"));
    assert_eq!(body.unwrap().serial, "1001");
}

#[test]
fn slots_are_as_documented() {
    let page = Vectors::read();
    let body = format!(
        r#"{{"kdf":"argon2id","memory_kib":65536,"passes":3,"lanes":1,"salt":"{}","wrapped":"{}"}}"#,
        page.text("slot salt"),
        page.text("slot wrapped")
    );
    let slot = Slot { name: SLOT.to_owned(), body, proof: page.bytes("slot proof"), nameless: false };
    let passphrase = Secret::new("quatre mots bien choisis".to_owned());
    let (vault, opened) =
        Vault::open(page.text("vault"), std::slice::from_ref(&slot), &passphrase, Through::Any("")).unwrap();
    assert_eq!(vault.key.expose().as_slice(), page.bytes("data key"));
    assert_eq!(opened, slot, "the proof is the documented one");
    assert!(vault.is_proved(&slot).unwrap());
    assert_eq!(label(vault.id(), "slot", &[SLOT]), page.bytes("slot label"));
    let key = Secret::new(page.bytes("slot derived").try_into().unwrap());
    let again = seal::seal_with(
        &cipher(&key).unwrap(),
        page.nonce(),
        &page.bytes("data key"),
        &page.bytes("slot label"),
    );
    assert_eq!(again.unwrap(), page.bytes("slot wrapped"));
}

#[test]
fn words_that_run_together_make_other_labels() {
    let lists: &[&[&str]] =
        &[&[], &[""], &["", ""], &["ab"], &["a", "b"], &["a\x001:b"], &["1:a"], &["a", "", "b"]];
    let labels: Vec<_> = lists.iter().map(|words| label("real-0", "draft", words)).collect();
    let different: std::collections::BTreeSet<_> = labels.iter().collect();
    assert_eq!(different.len(), labels.len());
    assert_ne!(label("v", "note", &["x"]), label("v", "draft", &["x"]));
}
