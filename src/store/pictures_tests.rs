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
