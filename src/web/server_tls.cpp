#include "web/server_tls.h"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include "base/file.h"
#include "crypto/secret.h"

namespace arasha::web::server {
namespace {

namespace ssl = boost::asio::ssl;

int select_http11(SSL*, const unsigned char** out, unsigned char* out_size, const unsigned char* in, unsigned in_size, void*) {
  static constexpr unsigned char kOffer[] = {8, 'h', 't', 't', 'p', '/', '1', '.', '1'};
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kOffer, sizeof kOffer, in, in_size) != OPENSSL_NPN_NEGOTIATED) return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

Result<void> check_dates(SSL_CTX* context, const std::string& file) {
  const X509* certificate = SSL_CTX_get0_certificate(context);
  if (certificate == nullptr) return Error(ErrorCode::invalid_input, "The file {1} is not a certificate in PEM form.", {file});
  if (X509_cmp_current_time(X509_get0_notBefore(certificate)) > 0) {
    return Error(ErrorCode::invalid_input, "The certificate in {1} is not valid yet. Check the clock of this machine.", {file});
  }
  if (X509_cmp_current_time(X509_get0_notAfter(certificate)) < 0) {
    return Error(ErrorCode::invalid_input, "The certificate in {1} has expired. Get a new one and start again.", {file});
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<ssl::context>> load_tls(const std::filesystem::path& certificate, const std::filesystem::path& key) {
  if (certificate.empty() || key.empty()) {
    return Error(ErrorCode::invalid_input, "TLS needs both --tls-cert and --tls-key.");
  }
  TRY(chain, read_file(certificate));
  TRY(secret, read_file(key));
  auto context = std::make_unique<ssl::context>(ssl::context::tls_server);
  SSL_CTX* raw = context->native_handle();
  SSL_CTX_set_min_proto_version(raw, TLS1_2_VERSION);
  SSL_CTX_set_options(raw, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_NO_TICKET | SSL_OP_PRIORITIZE_CHACHA);
  SSL_CTX_set_cipher_list(raw, "ECDHE-ECDSA-AES128-GCM-SHA256:ECDHE-RSA-AES128-GCM-SHA256:ECDHE-ECDSA-AES256-GCM-SHA384:ECDHE-RSA-AES256-GCM-SHA384:"
                               "ECDHE-ECDSA-CHACHA20-POLY1305:ECDHE-RSA-CHACHA20-POLY1305");
  SSL_CTX_set1_groups_list(raw, "X25519:P-256:P-384");
  static constexpr unsigned char kSessionContext[] = {'a', 'r', 'a', 's', 'h', 'a'};
  SSL_CTX_set_session_id_context(raw, kSessionContext, sizeof kSessionContext);
  SSL_CTX_set_alpn_select_cb(raw, select_http11, nullptr);
  // A key under a password: nobody is there to be asked.
  SSL_CTX_set_default_passwd_cb(raw, [](char*, int, int, void*) { return 0; });
  boost::system::error_code error;
  context->use_certificate_chain(boost::asio::buffer(chain.data(), chain.size()), error);
  if (error) return Error(ErrorCode::invalid_input, "The file {1} is not a certificate in PEM form.", {certificate.string()});
  context->use_private_key(boost::asio::buffer(secret.data(), secret.size()), ssl::context::pem, error);
  crypto::wipe(secret);
  // OpenSSL refuses a key of another kind or another pair already here.
  if (error && ERR_GET_REASON(static_cast<unsigned long>(error.value())) == X509_R_KEY_VALUES_MISMATCH) {
    return Error(ErrorCode::invalid_input, "The key in {1} does not belong to the certificate in {2}.", {key.string(), certificate.string()});
  }
  if (error) return Error(ErrorCode::invalid_input, "The file {1} is not a private key in PEM form without a password.", {key.string()});
  if (SSL_CTX_check_private_key(raw) != 1) {
    return Error(ErrorCode::invalid_input, "The key in {1} does not belong to the certificate in {2}.", {key.string(), certificate.string()});
  }
  TRY_VOID(check_dates(raw, certificate.string()));
  ERR_clear_error();
  return context;
}

}  // namespace arasha::web::server
