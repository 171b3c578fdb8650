#![allow(clippy::unwrap_used)]

use std::fs;

use super::*;
use crate::domain::ticket::Media;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\nrest";

fn one(path: &Path) -> Result<Attachment, PictureFault> {
    picture(path.to_str().unwrap(), Path::new("/nowhere"))
}

#[test]
fn a_picture_is_read_and_named_for_servers() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("écran 1.txt"), PNG).unwrap();
    let read = pictures(&["~/écran 1.txt".to_owned()], folder.path()).unwrap();
    let expected = Attachment { name: "ecran_1.png".to_owned(), media: Media::Png, content: PNG.to_vec() };
    assert_eq!(read, [expected]);
}

#[test]
fn what_is_no_picture_does_not_leave_this_machine() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("capture.png");
    assert_eq!(one(&path), Err(PictureFault::Missing));
    assert_eq!(one(folder.path()), Err(PictureFault::NotAFile));
    for content in ["", "root:x:0:0:", "-----BEGIN OPENSSH PRIVATE KEY-----"] {
        fs::write(&path, content).unwrap();
        assert_eq!(one(&path), Err(PictureFault::NotAPicture), "{content}");
    }
    assert_eq!(one(Path::new("/dev/zero")), Err(PictureFault::NotAFile));
    let pipe = folder.path().join("pipe");
    rustix::fs::mknodat(rustix::fs::CWD, &pipe, rustix::fs::FileType::Fifo, 0o600.into(), 0).unwrap();
    assert_eq!(one(&pipe), Err(PictureFault::NotAFile));
    assert_eq!(one(&path.join("more")), Err(PictureFault::Missing));
}

#[test]
fn sizes_are_bounded_one_by_one_and_together() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, size: usize| {
        let path = folder.path().join(name);
        let mut content = PNG.to_vec();
        content.resize(size, 7);
        fs::write(&path, content).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let (most, over) = (write("a.png", LARGEST), write("b.png", LARGEST + 1));
    let home = Path::new("/nowhere");
    assert_eq!(pictures(&[most.clone(), most.clone()], home).unwrap().len(), 2);
    let refused = pictures(std::slice::from_ref(&over), home);
    assert_eq!(refused, Err((over, PictureFault::TooLarge(LARGEST as u64 + 1))));
    let third = vec![most.clone(), most.clone(), most.clone()];
    assert_eq!(pictures(&third, home), Err((most, PictureFault::TooMany)));
}

fn text(path: &Path) -> String {
    path.to_str().unwrap().to_owned()
}

#[test]
fn a_file_is_looked_at_with_its_kind_and_size() {
    let folder = tempfile::tempdir().unwrap();
    let (right, wrong) = (text(&folder.path().join("a.png")), text(&folder.path().join("b.png")));
    fs::write(&right, PNG).unwrap();
    fs::write(&wrong, "notes").unwrap();
    let seen = look(vec![wrong.clone(), right.clone()], folder.path());
    let facts = Facts { media: Media::Png, bytes: PNG.len() as u64, print: print(PNG) };
    assert_eq!(seen, [(wrong, Err(PictureFault::NotAPicture)), (right, Ok(facts))]);
}

#[test]
fn a_file_that_changed_or_vanished_since_it_was_attached_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (text(&folder.path().join("a.png")), text(&folder.path().join("b.png")));
    fs::write(&one, PNG).unwrap();
    fs::write(&other, PNG).unwrap();
    let prints = BTreeMap::from([(one.clone(), print(PNG)), (other.clone(), print(PNG))]);
    let paths = [one.clone(), other.clone()];
    let read = || attached(&paths, &prints, folder.path());
    assert_eq!(read().unwrap().len(), 2);
    fs::write(&other, [PNG, b"more"].concat()).unwrap();
    assert_eq!(read(), Err((other.clone(), PictureFault::Changed)));
    assert_eq!(attached(&paths, &BTreeMap::new(), folder.path()).unwrap().len(), 2);
    fs::remove_file(&other).unwrap();
    assert_eq!(read(), Err((other, PictureFault::Missing)));
}

#[test]
fn a_path_is_continued_as_far_as_one_thing_fits() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path();
    fs::create_dir(home.join("Bureau")).unwrap();
    for name in ["Bureau/capture-1.png", "Bureau/capture-2.png", "Bureau/.secret", "Bureau/é\u{1b}[2J.png"] {
        fs::write(home.join(name), PNG).unwrap();
    }
    let of = |typed: &str| complete(typed, home).unwrap();
    assert_eq!(of("~/B").path, "~/Bureau/");
    let several = of("~/Bureau/c");
    assert_eq!(several.path, "~/Bureau/capture-");
    assert_eq!(several.names, ["capture-1.png", "capture-2.png"]);
    let one = of("~/Bureau/capture-2");
    assert_eq!((one.path.as_str(), one.names.len()), ("~/Bureau/capture-2.png", 0));
    assert_eq!(of(&format!("{}/Bur", text(home))).path, format!("{}/Bureau/", text(home)));
    assert_eq!(of("~/Bureau/.s").path, "~/Bureau/.secret");
    assert_eq!(complete("~/Bureau/é", home), Err(PictureFault::Missing), "a name that commands a terminal");
    assert_eq!(complete("~/nowhere/x", home), Err(PictureFault::Missing));
}

#[test]
fn a_folder_that_may_not_be_read_is_not_looked_into() {
    let fault = complete("/proc/1/fd/", Path::new("/nowhere"));
    // Whoever runs this as root may read it.
    if !rustix::process::getuid().is_root() {
        assert!(matches!(fault, Err(PictureFault::Unreadable(_))), "{fault:?}");
    }
}
