// Bodies of more than a megabyte that are no forms: few at once, with time to arrive, gone with their answer.
#include <chrono>
#include <thread>

#include "crypto/secret.h"
#include "raw_client.h"
#include "web/client.h"
#include "web/server.h"

namespace arasha::web {
namespace {

constexpr std::size_t kLong = kBodyLimit + 100'000;

class LongBody : public ::testing::Test {
 protected:
  void SetUp() override {
    ASSERT_TRUE(crypto::initialize().is_ok());
    ServerOptions options;
    options.port = 0;
    options.uploads = 1;
    options.read_limit = std::chrono::milliseconds(400);
    ServerHooks hooks;
    hooks.handle = [](const Request& request) { return Response::plain(202, std::to_string(request.bytes.size())); };
    hooks.body_limit = [](Method, std::string_view path) { return path == "/long" ? 2 * kBodyLimit : kBodyLimit; };
    auto started = Server::start(options, std::move(hooks));
    ASSERT_TRUE(started.is_ok());
    server_ = std::move(*started);
    url_ = *parse_url("http://127.0.0.1:" + std::to_string(server_->port()));
  }
  int send(std::size_t size) {
    const auto answer = post_bytes(url_, "/long", {}, Bytes(size, 1));
    return answer ? answer->status : 0;
  }
  static std::string head(std::size_t size) {
    return "POST /long HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nConnection: close\r\nContent-Length: " + std::to_string(size) + "\r\n\r\n";
  }
  std::unique_ptr<Server> server_;
  Url url_;
};

TEST_F(LongBody, FewAreInMemoryAtOnceAndShortOnesPass) {
  {
    RawClient slow(server_->port());
    ASSERT_TRUE(slow.send(head(kLong) + std::string(1000, 'x')));
    // Its head was read once another is refused.
    int status = 0;
    for (int i = 0; i < 100 && status != 503; ++i) {
      status = send(kLong);
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_EQ(status, 503);
    EXPECT_EQ(send(1000), 202);
    ASSERT_TRUE(slow.send(std::string(kLong - 1000, 'x')));
    EXPECT_NE(slow.rest().find("202"), std::string::npos);
  }
  // Its place is free again, after an answer as after a cut.
  EXPECT_EQ(send(kLong), 202);
  {
    RawClient cut(server_->port());
    ASSERT_TRUE(cut.send(head(kLong)));
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
  int status = 0;
  for (int i = 0; i < 100 && status != 202; ++i) {
    status = send(kLong);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(status, 202);
}

TEST_F(LongBody, HasTimeForItsLength) {
  RawClient slow(server_->port());
  ASSERT_TRUE(slow.send(head(kLong)));
  for (int i = 0; i < 4; ++i) {
    std::this_thread::sleep_for(std::chrono::milliseconds(200));
    ASSERT_TRUE(slow.send(std::string(kLong / 4, 'x')));
  }
  EXPECT_NE(slow.rest().find(std::to_string(kLong)), std::string::npos);
}

TEST_F(LongBody, WithoutALengthCountsAsTheLongestThereMayBe) {
  RawClient chunked(server_->port());
  ASSERT_TRUE(chunked.send("POST /long HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/octet-stream\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n"));
  int status = 0;
  for (int i = 0; i < 100 && status != 503; ++i) {
    status = send(kLong);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
  EXPECT_EQ(status, 503);
}

}  // namespace
}  // namespace arasha::web
