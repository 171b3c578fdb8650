//! The encrypted files of RFC 6030, written anew: figure 6 and figure 7.

/// The secret of both figures, and what opens them.
pub const SECRET: &[u8] = b"12345678901234567890";
pub const KEY: &str = "12345678901234567890123456789012";
pub const PASSWORD: &str = "qwerty";

const XENC: &str = "http://www.w3.org/2001/04/xmlenc#";
const MAC: &str = "<MACMethod Algorithm=\"http://www.w3.org/2000/09/xmldsig#hmac-sha1\"><MACKey>";

/// A PSKC file of this content.
pub fn container(content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <KeyContainer Version=\"1.0\" xmlns=\"urn:ietf:params:xml:ns:keyprov:pskc\">\n{content}</KeyContainer>\n"
    )
}

/// A value under AES-128.
fn cipher(value: &str) -> String {
    format!(
        "<xenc:EncryptionMethod xmlns:xenc=\"{XENC}\" Algorithm=\"{XENC}aes128-cbc\"/><xenc:CipherData \
         xmlns:xenc=\"{XENC}\"><xenc:CipherValue>{value}</xenc:CipherValue></xenc:CipherData>"
    )
}

fn sealed_key(value: &str, code: &str) -> String {
    format!(
        "<KeyPackage><DeviceInfo><SerialNo>987654321</SerialNo></DeviceInfo><Key Id=\"1\" \
         Algorithm=\"urn:ietf:params:xml:ns:keyprov:pskc:hotp\"><AlgorithmParameters><ResponseFormat Length=\"8\" \
         Encoding=\"DECIMAL\"/></AlgorithmParameters><Data><Secret><EncryptedValue>{}</EncryptedValue><ValueMAC>{code}\
         </ValueMAC></Secret><Counter><PlainValue>0</PlainValue></Counter></Data></Key></KeyPackage>\n",
        cipher(value)
    )
}

/// Figure 6 of RFC 6030: a key agreed upon.
pub fn under_a_key() -> String {
    let head = format!(
        "<EncryptionKey><ds:KeyName xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\">Pre-shared-key</ds:KeyName>\
         </EncryptionKey>{MAC}{}</MACKey></MACMethod>\n",
        cipher("ESIzRFVmd4iZABEiM0RVZgKn6WjLaTC1sbeBMSvIhRejN9vJa2BOlSaMrR7I5wSX")
    );
    let value = "AAECAwQFBgcICQoLDA0OD+cIHItlB3Wra1DUpxVvOx2lef1VmNPCMl8jwZqIUqGv";
    container(&(head + &sealed_key(value, "Su+NvtQfmvfJzF6bmQiJqoLRExc=")))
}

/// Figure 7: a password.
pub fn under_a_password() -> String {
    let head = format!(
        "<EncryptionKey><d:DerivedKey xmlns:d=\"http://www.w3.org/2009/xmlenc11#\" \
         xmlns:p=\"http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#\"><d:KeyDerivationMethod \
         Algorithm=\"http://www.rsasecurity.com/rsalabs/pkcs/schemas/pkcs-5v2-0#pbkdf2\"><p:PBKDF2-params>\
         <Salt xmlns=''><Specified>Ej7/PEpyEpw=</Specified></Salt><IterationCount>1000</IterationCount>\
         <KeyLength>16</KeyLength><PRF/></p:PBKDF2-params></d:KeyDerivationMethod></d:DerivedKey></EncryptionKey>\
         {MAC}{}</MACKey></MACMethod>\n",
        cipher("2GTTnLwM3I4e5IO5FkufoOEiOhNj91fhKRQBtBJYluUDsPOLTfUvoU2dStyOwYZx")
    );
    let value = "oTvo+S22nsmS2Z/RtcoF8Hfh+jzMe0RkiafpoDpnoZTjPYZu6V+A4aEn032yCr4f";
    container(&(head + &sealed_key(value, "LP6xMvjtypbfT9PdkJhBZ+D6O4w=")))
}
