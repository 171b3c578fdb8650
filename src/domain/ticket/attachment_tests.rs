use super::*;

#[test]
fn a_file_is_what_its_bytes_say() {
    let known: [(&[u8], Option<Media>); 9] = [
        (b"\x89PNG\r\n\x1a\n\0\0", Some(Media::Png)),
        (b"\xff\xd8\xff\xe0", Some(Media::Jpeg)),
        (b"GIF89a", Some(Media::Gif)),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Some(Media::Webp)),
        (b"RIFF\x10\0\0\0WAVEfmt ", None),
        (b"%PDF-1.7", Some(Media::Pdf)),
        (b"\x89PN", None),
        (b"<svg onload='x'>", None),
        (b"", None),
    ];
    for (content, media) in known {
        assert_eq!(Media::of(content), media, "{content:?}");
    }
    assert_eq!((Media::Webp.mime(), Media::Jpeg.ending()), ("image/webp", "jpg"));
}

#[test]
fn names_are_those_that_every_server_keeps() {
    let names = [
        ("/home/a/capture d’écran.png", "capture_d_ecran.png"),
        ("../../etc/passwd", "passwd.png"),
        ("📷.jpeg", "capture.png"),
        ("a.b.c.PNG", "a.b.c.png"),
        ("", "capture.png"),
        (".bashrc", "capture.png"),
    ];
    for (path, name) in names {
        assert_eq!(plain_name(path, Media::Png), name, "{path}");
    }
    assert_eq!(plain_name(&"x".repeat(300), Media::Pdf).len(), 64);
}
