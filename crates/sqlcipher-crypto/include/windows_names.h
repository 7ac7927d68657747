// windows.h has numbers under names of AWS-LC's types. SQLCipher includes it first, and uses none of these.
#ifdef _WIN32
#undef OCSP_REQUEST
#undef OCSP_RESPONSE
#undef PKCS7_ISSUER_AND_SERIAL
#undef PKCS7_SIGNER_INFO
#undef X509_CERT_PAIR
#undef X509_EXTENSIONS
#undef X509_NAME
#endif

