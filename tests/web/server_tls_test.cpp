#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <fstream>

#include "certificate.h"
#include "crypto/secret.h"
#include "raw_client.h"
#include "web/server.h"

namespace arasha::web {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;

class TlsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(crypto::initialize().is_ok());
    std::string pattern = (fs::temp_directory_path() / "arasha-tls-XXXXXX").string();
    ASSERT_NE(::mkdtemp(pattern.data()), nullptr);
    folder_ = pattern;
  }
  void TearDown() override { fs::remove_all(folder_); }

  void make(const std::string& name, long from = -3600, long until = 3600) { make_certificate(folder_, name, from, until); }
  Result<std::unique_ptr<Server>> start(const std::string& certificate, const std::string& key) {
    ServerOptions options;
    options.port = 0;
    options.tls_certificate = certificate.empty() ? fs::path() : folder_ / certificate;
    options.tls_key = key.empty() ? fs::path() : folder_ / key;
    return Server::start(options, [](const Request& request) { return Response::plain(200, request.secure ? "secure" : "open"); });
  }
  std::string refusal(const std::string& certificate, const std::string& key) {
    const auto started = start(certificate, key);
    return started ? "started" : started.error().text;
  }
  // An answer over TLS of at most that version; empty when there is no handshake.
  static std::string ask(unsigned short port, int version, const char* ciphers = nullptr) {
    asio::io_context io;
    asio::ssl::context context(asio::ssl::context::tls_client);
    SSL_CTX_set_min_proto_version(context.native_handle(), 0);
    SSL_CTX_set_max_proto_version(context.native_handle(), version);
    SSL_CTX_set_security_level(context.native_handle(), 0);
    if (ciphers != nullptr) SSL_CTX_set_cipher_list(context.native_handle(), ciphers);
    asio::ssl::stream<asio::ip::tcp::socket> stream(io, context);
    boost::system::error_code error;
    stream.next_layer().connect({asio::ip::make_address("127.0.0.1"), port}, error);
    stream.handshake(asio::ssl::stream_base::client, error);
    if (error) return {};
    asio::write(stream, asio::buffer(std::string("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")), error);
    std::string out;
    asio::read(stream, asio::dynamic_buffer(out), error);
    return out;
  }
  fs::path folder_;
};

TEST_F(TlsTest, SpeaksTls12And13WithForwardSecrecyOnly) {
  make("good");
  auto server = start("good.crt", "good.key");
  ASSERT_TRUE(server.is_ok()) << server.error().to_string();
  const unsigned short port = (*server)->port();
  const std::string answer = ask(port, TLS1_3_VERSION);
  EXPECT_NE(answer.find("HTTP/1.1 200"), std::string::npos);
  EXPECT_NE(answer.find("Strict-Transport-Security: max-age=31536000; includeSubDomains"), std::string::npos);
  EXPECT_TRUE(answer.ends_with("secure"));
  EXPECT_TRUE(ask(port, TLS1_2_VERSION).ends_with("secure"));
  EXPECT_EQ(ask(port, TLS1_1_VERSION), "");
  EXPECT_EQ(ask(port, TLS1_2_VERSION, "AES128-SHA:AES256-GCM-SHA384:ECDHE-ECDSA-AES128-SHA"), "");
  RawClient plain(port);
  plain.send("GET / HTTP/1.1\r\nHost: localhost\r\n\r\n");
  EXPECT_EQ(plain.rest().find("HTTP/1.1 200"), std::string::npos);
  EXPECT_TRUE(ask(port, TLS1_3_VERSION).ends_with("secure"));  // and goes on
}

TEST_F(TlsTest, EveryFaultOfACertificateIsASentence) {
  make("good");
  make("other");
  make("old", -7200, -3600);
  make("early", 3600, 7200);
  std::ofstream(folder_ / "nonsense.pem") << "nonsense";
  std::ofstream(folder_ / "large.pem") << std::string(2 << 20U, 'x');
  EXPECT_EQ(refusal("good.crt", "good.key"), "started");
  EXPECT_EQ(refusal("good.crt", ""), std::string("TLS needs both --tls-cert and --tls-key."));
  EXPECT_EQ(refusal("missing.crt", "good.key"), std::string("The file {1} cannot be read."));
  EXPECT_EQ(refusal("good.crt", "missing.key"), std::string("The file {1} cannot be read."));
  EXPECT_EQ(refusal("large.pem", "good.key"), std::string("The file {1} is larger than it may be."));
  EXPECT_EQ(refusal("nonsense.pem", "good.key"), std::string("The file {1} is not a certificate in PEM form."));
  EXPECT_EQ(refusal("good.crt", "nonsense.pem"), std::string("The file {1} is not a private key in PEM form without a password."));
  EXPECT_EQ(refusal("good.crt", "other.key"), std::string("The key in {1} does not belong to the certificate in {2}."));
  EXPECT_EQ(refusal("old.crt", "old.key"), std::string("The certificate in {1} has expired. Get a new one and start again."));
  EXPECT_EQ(refusal("early.crt", "early.key"), std::string("The certificate in {1} is not valid yet. Check the clock of this machine."));
}

}  // namespace
}  // namespace arasha::web
