
// OpenSSL 3's EVP_MAC as far as SQLCipher uses it: HMAC with SHA-1, SHA-256 or SHA-512, said in AWS-LC's own HMAC.
// The signatures are those of OpenSSL's evp.h and params.h.
#ifndef HALLPASS_EVP_MAC_H
#define HALLPASS_EVP_MAC_H

#include <openssl/hmac.h>
#include <string.h>

typedef struct {
  const char *key;
  unsigned int data_type;
  const char *data;
  size_t data_size;
  size_t return_size;
} OSSL_PARAM;

#define OSSL_PARAM_UTF8_STRING 4
#define OSSL_PARAM_END {NULL, 0, NULL, 0, 0}

// There is one MAC, so that its name stands for it.
typedef const char EVP_MAC;
typedef HMAC_CTX EVP_MAC_CTX;

static inline EVP_MAC *EVP_MAC_fetch(void *library, const char *name, const char *properties) {
  (void)library;
  (void)properties;
  return strcmp(name, "HMAC") == 0 ? name : NULL;
}

static inline void EVP_MAC_free(EVP_MAC *mac) { (void)mac; }

static inline EVP_MAC_CTX *EVP_MAC_CTX_new(EVP_MAC *mac) {
  (void)mac;
  return HMAC_CTX_new();
}

static inline void EVP_MAC_CTX_free(EVP_MAC_CTX *context) { HMAC_CTX_free(context); }

static inline const EVP_MD *hallpass_digest(const OSSL_PARAM *parameter) {
  if (parameter->key == NULL || strcmp(parameter->key, "digest") != 0) {
    return NULL;
  }
  if (strcmp(parameter->data, "sha1") == 0) {
    return EVP_sha1();
  }
  if (strcmp(parameter->data, "sha256") == 0) {
    return EVP_sha256();
  }
  return strcmp(parameter->data, "sha512") == 0 ? EVP_sha512() : NULL;
}

static inline int EVP_MAC_init(EVP_MAC_CTX *context, const unsigned char *key, size_t length, const OSSL_PARAM *parameters) {
  const EVP_MD *digest = hallpass_digest(parameters);
  return digest != NULL && HMAC_Init_ex(context, key, length, digest, NULL);
}

static inline int EVP_MAC_update(EVP_MAC_CTX *context, const unsigned char *data, size_t length) {
  return HMAC_Update(context, data, length);
}

// Without a place for it, only the length is asked for.
static inline int EVP_MAC_final(EVP_MAC_CTX *context, unsigned char *out, size_t *length, size_t room) {
  unsigned int written = 0;
  *length = HMAC_size(context);
  if (out == NULL) {
    return 1;
  }
  return *length <= room && HMAC_Final(context, out, &written);
}

#endif
