//! Timestamps of an authority over a text (RFC 3161, 2001, with RFC 5816, 2010). Asks nobody: requests and responses are bytes.
//!
//! A response holds when its token is over this text, its signature is that of the certificate that it names, that
//! certificate is for timestamps alone (RFC 3161, section 2.3), and leads to one of the given authorities at the time
//! of the stamp. Whether a certificate was revoked is not asked.

use crate::EvidenceError;
use cms::{
    cert::CertificateChoices,
    signed_data::{SignedData, SignerIdentifier, SignerInfo},
};
use der::{
    Decode, Encode, Sequence,
    asn1::{Int, ObjectIdentifier, OctetString},
    oid::db::{rfc5911, rfc5912},
};
use jiff::Timestamp;
use rustls_pki_types::{CertificateDer, SignatureVerificationAlgorithm, UnixTime};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use std::time::Duration;
use webpki::{EndEntityCert, KeyUsage, anchor_from_trusted_cert, ring};
use x509_cert::{
    Certificate,
    attr::Attribute,
    ext::pkix::{ExtendedKeyUsage, SubjectKeyIdentifier},
    spki::AlgorithmIdentifierOwned,
};
use x509_tsp::{MessageImprint, TimeStampReq, TimeStampResp, TspVersion, TstInfo};

/// The largest response that is read, in bytes.
pub const LARGEST_RESPONSE: usize = 256 << 10;

/// `id-ct-TSTInfo`, RFC 3161, section 2.4.2.
const TST_INFO: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.1.4");
/// `id-aa-signingCertificate`, RFC 2634, section 5.4.
const SIGNING_CERTIFICATE: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.12");
/// `id-aa-signingCertificateV2`, RFC 5035, section 3.
const SIGNING_CERTIFICATE_V2: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.9.16.2.47");
/// `id-kp-timeStamping` as DER without its head, RFC 3161, section 2.3.
const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];

/// The hash by which RFC 2634 names a certificate.
#[derive(Sequence)]
struct EssCertId {
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<der::Any>,
}

/// The same of RFC 5035; SHA-256 where no other hash is named.
#[derive(Sequence)]
struct EssCertIdV2 {
    #[asn1(optional = "true")]
    algorithm: Option<AlgorithmIdentifierOwned>,
    hash: OctetString,
    #[asn1(optional = "true")]
    issuer_serial: Option<der::Any>,
}

#[derive(Sequence)]
struct SigningCertificate {
    certificates: Vec<EssCertId>,
    #[asn1(optional = "true")]
    policies: Option<der::Any>,
}

#[derive(Sequence)]
struct SigningCertificateV2 {
    certificates: Vec<EssCertIdV2>,
    #[asn1(optional = "true")]
    policies: Option<der::Any>,
}

/// The certificates whose word is taken, and those that may stand between them and a stamp.
#[derive(Clone, Debug)]
pub struct Authority {
    certificates: Vec<CertificateDer<'static>>,
}

impl Authority {
    /// Reads certificates in PEM, one or several.
    pub fn parse(pem: &str) -> Result<Authority, EvidenceError> {
        let none = |problem: String| EvidenceError::Authority(problem);
        let read = Certificate::load_pem_chain(pem.as_bytes()).map_err(|e| none(e.to_string()))?;
        if read.is_empty() {
            return Err(none("the file holds no `BEGIN CERTIFICATE`".into()));
        }
        let encoded = read.iter().map(|certificate| certificate.to_der().map(CertificateDer::from));
        let certificates = encoded.collect::<Result<_, _>>().map_err(|e| none(e.to_string()))?;
        Ok(Authority { certificates })
    }
}

/// What a timestamp that holds tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stamped {
    /// When the authority saw the text, by its clock.
    pub at: Timestamp,
    /// How far that may be off, where the authority says so.
    pub accuracy: Option<Duration>,
    /// Who signed: the subject of the certificate.
    pub by: String,
    /// The authority's number of the stamp, in hexadecimal.
    pub serial: String,
}

fn fault(problem: impl Into<String>) -> EvidenceError {
    EvidenceError::Timestamp(problem.into())
}

fn imprint(text: &[u8]) -> der::Result<MessageImprint> {
    Ok(MessageImprint {
        // Absent and NULL parameters mean the same; openssl and most authorities write NULL.
        hash_algorithm: AlgorithmIdentifierOwned {
            oid: rfc5912::ID_SHA_256,
            parameters: Some(der::Any::null()),
        },
        hashed_message: OctetString::new(Sha256::digest(text).to_vec())?,
    })
}

/// The request for a timestamp over `text`, in DER; `nonce` is random, so that an old answer is not taken for a new one.
pub fn timestamp_request(text: &[u8], nonce: [u8; 8]) -> Vec<u8> {
    // Neither negative nor with a leading zero byte that DER would not have.
    let mut nonce = nonce;
    nonce[0] = nonce[0] & 0x7f | 0x40;
    let request = || -> der::Result<Vec<u8>> {
        let request = TimeStampReq {
            version: TspVersion::V1,
            message_imprint: imprint(text)?,
            req_policy: None,
            nonce: Some(Int::new(&nonce)?),
            cert_req: true,
            extensions: None,
        };
        request.to_der()
    };
    request().expect("a request of constants and a hash has a form in DER")
}

/// Checks that `response` is a timestamp over `text`, answers `request` where that is at hand, and is of an authority.
pub fn timestamp(
    response: &[u8],
    text: &[u8],
    request: Option<&[u8]>,
    authority: &Authority,
) -> Result<Stamped, EvidenceError> {
    if response.len() > LARGEST_RESPONSE {
        return Err(fault(format!("the response is larger than {LARGEST_RESPONSE} bytes")));
    }
    let signed = token(response)?;
    let content = &signed.encap_content_info;
    if content.econtent_type != TST_INFO {
        return Err(fault("the token is none of a timestamp"));
    }
    let none = || fault("the token has no content");
    let content = content.econtent.as_ref().ok_or_else(none)?;
    let content = content.decode_as::<OctetString>().map_err(|_| none())?;
    let info = TstInfo::from_der(content.as_bytes()).map_err(|e| fault(format!("its content: {e}")))?;
    check_info(&info, text, request)?;

    let mut signers = signed.signer_infos.0.iter();
    let (Some(signer), None) = (signers.next(), signers.next()) else {
        return Err(fault("the token is not signed by exactly one"));
    };
    let at = info.gen_time.to_unix_duration();
    let subject = check_signer(&signed, signer, content.as_bytes(), authority, at)?;
    let accuracy = info.accuracy.map(|accuracy| {
        let small = |part: Option<i16>| u64::try_from(part.unwrap_or(0)).unwrap_or(0);
        Duration::from_secs(accuracy.seconds.unwrap_or(0))
            + Duration::from_millis(small(accuracy.millis))
            + Duration::from_micros(small(accuracy.micros))
    });
    let seconds = i64::try_from(at.as_secs()).ok().and_then(|s| Timestamp::from_second(s).ok());
    Ok(Stamped {
        at: seconds.ok_or_else(|| fault("its time is none"))?,
        accuracy,
        by: subject,
        serial: info.serial_number.as_bytes().iter().map(|byte| format!("{byte:02x}")).collect(),
    })
}

/// The token in a response, if the authority gave one.
fn token(response: &[u8]) -> Result<SignedData, EvidenceError> {
    let response = TimeStampResp::from_der(response).map_err(|e| fault(format!("no response: {e}")))?;
    let Some(token) = response.time_stamp_token else {
        let status = response.status;
        let mut words = format!("status {:?}", status.status);
        for text in status.status_string.iter().flatten() {
            words = format!("{words}, {}", text.as_str());
        }
        if let Some(info) = status.fail_info {
            words = format!("{words}, failure {info:?}");
        }
        return Err(EvidenceError::Refused(words));
    };
    if token.content_type != rfc5911::ID_SIGNED_DATA {
        return Err(fault("the token is not signed data"));
    }
    let signed = token.content.decode_as::<SignedData>();
    signed.map_err(|e| fault(format!("the token cannot be read: {e}")))
}

fn check_info(info: &TstInfo, text: &[u8], request: Option<&[u8]>) -> Result<(), EvidenceError> {
    let stamped = &info.message_imprint;
    let hashed = digest(stamped.hash_algorithm.oid, text).ok_or_else(|| {
        fault(format!("it uses the hash {}, which is not taken", stamped.hash_algorithm.oid))
    })?;
    if stamped.hashed_message.as_bytes() != hashed {
        return Err(fault("it is over another text: the text was changed, or it belongs to another"));
    }
    let Some(request) = request else { return Ok(()) };
    let request = TimeStampReq::from_der(request).map_err(|e| fault(format!("the request is none: {e}")))?;
    if request.message_imprint.hashed_message != stamped.hashed_message {
        return Err(fault("the request is over another text"));
    }
    if request.nonce.is_some() && request.nonce != info.nonce {
        return Err(fault("it does not answer this request: the numbers in them differ"));
    }
    Ok(())
}

/// A hash by its number; SHA-1 and older are not among them.
fn digest(algorithm: ObjectIdentifier, bytes: &[u8]) -> Option<Vec<u8>> {
    match algorithm {
        rfc5912::ID_SHA_256 => Some(Sha256::digest(bytes).to_vec()),
        rfc5912::ID_SHA_384 => Some(Sha384::digest(bytes).to_vec()),
        rfc5912::ID_SHA_512 => Some(Sha512::digest(bytes).to_vec()),
        _ => None,
    }
}

/// Checks the signature and the signer; gives the subject of its certificate.
fn check_signer(
    signed: &SignedData,
    signer: &SignerInfo,
    content: &[u8],
    authority: &Authority,
    at: Duration,
) -> Result<String, EvidenceError> {
    let attributes = signer.signed_attrs.as_ref().ok_or_else(|| fault("no attributes are signed"))?;
    let only = |oid: ObjectIdentifier| only_value(attributes.iter(), oid);
    let kind = only(rfc5911::ID_CONTENT_TYPE).and_then(|v| v.decode_as::<ObjectIdentifier>().ok());
    if kind != Some(TST_INFO) {
        return Err(fault("what is signed is no timestamp"));
    }
    let told = only(rfc5911::ID_MESSAGE_DIGEST).and_then(|v| v.decode_as::<OctetString>().ok());
    let hashed = digest(signer.digest_alg.oid, content);
    let hashed = hashed.ok_or_else(|| fault(format!("it uses the hash {}", signer.digest_alg.oid)))?;
    if told.is_none_or(|told| told.as_bytes() != hashed) {
        return Err(fault("its content was changed after signing"));
    }

    let embedded: Vec<Certificate> = certificates(signed);
    let encoded = embedded.iter().filter_map(|certificate| certificate.to_der().ok());
    let carried: Vec<CertificateDer<'static>> = encoded.map(CertificateDer::from).collect();
    let given = authority.certificates.iter().filter_map(|der| Certificate::from_der(der).ok());
    let candidates = embedded.into_iter().chain(given);
    let mut candidates = candidates.filter(|certificate| is_of(certificate, &signer.sid));
    let certificate = candidates.next().ok_or_else(|| fault("the certificate of its signer is missing"))?;
    let der = certificate.to_der().map_err(|e| fault(e.to_string()))?;
    if !names(attributes.iter(), &der) {
        return Err(fault("its signature does not name the certificate of its signer"));
    }
    check_purpose(&certificate)?;

    let over = attributes.to_der().map_err(|e| fault(e.to_string()))?;
    let algorithm = algorithm(signer, &certificate)?;
    let der = CertificateDer::from(der);
    let end = EndEntityCert::try_from(&der).map_err(|e| fault(format!("its certificate: {e}")))?;
    end.verify_signature(algorithm, &over, signer.signature.as_bytes())
        .map_err(|_| fault("its signature does not hold: it was changed"))?;
    let anchors = authority.certificates.iter().map(anchor_from_trusted_cert);
    let anchors: Vec<_> = anchors.collect::<Result<_, _>>().map_err(|e| fault(e.to_string()))?;
    let time = UnixTime::since_unix_epoch(at);
    let usage = KeyUsage::required(TIME_STAMPING);
    end.verify_for_usage(webpki::ALL_VERIFICATION_ALGS, &anchors, &carried, time, usage, None, None)
        .map_err(|e| fault(format!("its certificate does not lead to the authority given: {e}")))?;
    Ok(certificate.tbs_certificate.subject.to_string())
}

/// The only value of the only attribute of that kind.
fn only_value<'a>(
    mut attributes: impl Iterator<Item = &'a Attribute>,
    oid: ObjectIdentifier,
) -> Option<&'a der::Any> {
    let found = attributes.find(|attribute| attribute.oid == oid)?;
    let again = attributes.any(|attribute| attribute.oid == oid);
    (found.values.len() == 1 && !again).then(|| found.values.get(0)).flatten()
}

fn certificates(signed: &SignedData) -> Vec<Certificate> {
    let all = signed.certificates.iter().flat_map(|set| set.0.iter());
    all.filter_map(|choice| match choice {
        CertificateChoices::Certificate(certificate) => Some(certificate.clone()),
        CertificateChoices::Other(_) => None,
    })
    .collect()
}

/// Whether a certificate is the one that a signature is said to be of.
fn is_of(certificate: &Certificate, signer: &SignerIdentifier) -> bool {
    let body = &certificate.tbs_certificate;
    match signer {
        SignerIdentifier::IssuerAndSerialNumber(told) => {
            told.issuer == body.issuer && told.serial_number == body.serial_number
        }
        SignerIdentifier::SubjectKeyIdentifier(told) => {
            body.get::<SubjectKeyIdentifier>().is_ok_and(|own| own.is_some_and(|(_, own)| own == *told))
        }
    }
}

/// Whether the signed attributes name this certificate first, as RFC 3161 asks.
fn names<'a>(attributes: impl Iterator<Item = &'a Attribute> + Clone, certificate: &[u8]) -> bool {
    if let Some(value) = only_value(attributes.clone(), SIGNING_CERTIFICATE_V2) {
        let Ok(named) = value.decode_as::<SigningCertificateV2>() else { return false };
        return named.certificates.first().is_some_and(|first| {
            let algorithm = first.algorithm.as_ref().map_or(rfc5912::ID_SHA_256, |algorithm| algorithm.oid);
            digest(algorithm, certificate).is_some_and(|hash| first.hash.as_bytes() == hash)
        });
    }
    let Some(value) = only_value(attributes, SIGNING_CERTIFICATE) else { return false };
    let Ok(named) = value.decode_as::<SigningCertificate>() else { return false };
    // This older form knows SHA-1 only; the signature itself does not rest on it.
    named
        .certificates
        .first()
        .is_some_and(|first| first.hash.as_bytes() == Sha1::digest(certificate).as_slice())
}

/// Whether the certificate is for timestamps and for nothing else, and says so critically.
fn check_purpose(certificate: &Certificate) -> Result<(), EvidenceError> {
    let purpose = certificate.tbs_certificate.get::<ExtendedKeyUsage>();
    let (critical, purposes) = purpose
        .ok()
        .flatten()
        .ok_or_else(|| fault("its certificate does not say that it is for timestamps"))?;
    if critical && purposes.0 == [rfc5912::ID_KP_TIME_STAMPING] {
        return Ok(());
    }
    Err(fault("its certificate is not for timestamps alone"))
}

/// How the signature is checked.
fn algorithm(
    signer: &SignerInfo,
    certificate: &Certificate,
) -> Result<&'static dyn SignatureVerificationAlgorithm, EvidenceError> {
    use rfc5912::{
        ECDSA_WITH_SHA_256, ECDSA_WITH_SHA_384, ID_SHA_256, ID_SHA_384, ID_SHA_512, RSA_ENCRYPTION,
        SECP_256_R_1, SECP_384_R_1, SHA_256_WITH_RSA_ENCRYPTION, SHA_384_WITH_RSA_ENCRYPTION,
        SHA_512_WITH_RSA_ENCRYPTION,
    };
    let parameters = certificate.tbs_certificate.subject_public_key_info.algorithm.parameters.as_ref();
    let curve = parameters.and_then(|curve| curve.decode_as::<ObjectIdentifier>().ok());
    let (signature, hash) = (signer.signature_algorithm.oid, signer.digest_alg.oid);
    let known: Option<&'static dyn SignatureVerificationAlgorithm> = match (signature, hash, curve) {
        (RSA_ENCRYPTION | SHA_256_WITH_RSA_ENCRYPTION, ID_SHA_256, _) => {
            Some(ring::RSA_PKCS1_2048_8192_SHA256)
        }
        (RSA_ENCRYPTION | SHA_384_WITH_RSA_ENCRYPTION, ID_SHA_384, _) => {
            Some(ring::RSA_PKCS1_2048_8192_SHA384)
        }
        (RSA_ENCRYPTION | SHA_512_WITH_RSA_ENCRYPTION, ID_SHA_512, _) => {
            Some(ring::RSA_PKCS1_2048_8192_SHA512)
        }
        (ECDSA_WITH_SHA_256, ID_SHA_256, Some(SECP_256_R_1)) => Some(ring::ECDSA_P256_SHA256),
        (ECDSA_WITH_SHA_384, ID_SHA_384, Some(SECP_256_R_1)) => Some(ring::ECDSA_P256_SHA384),
        (ECDSA_WITH_SHA_256, ID_SHA_256, Some(SECP_384_R_1)) => Some(ring::ECDSA_P384_SHA256),
        (ECDSA_WITH_SHA_384, ID_SHA_384, Some(SECP_384_R_1)) => Some(ring::ECDSA_P384_SHA384),
        _ => None,
    };
    known.ok_or_else(|| fault(format!("it is signed by {signature} with {hash}, which is not taken")))
}
