// A form with a file while it arrives, piece by piece. Inside web/server only.
#pragma once

#include "web/server.h"
#include "web/upload.h"

namespace arasha::web::server {

// Used on one worker thread at a time.
class Arrival {
 public:
  Arrival(std::string boundary, std::size_t most, const ServerOptions& options, const ServerHooks& hooks)
      : boundary_(std::move(boundary)), most_(most), options_(options), hooks_(hooks) {}

  // What is known before it has come: the length that it says.
  void expect(std::uint64_t size) { too_large_ = size > most_; }
  bool is_too_large() const { return too_large_; }

  // The next piece. Nothing: more is wanted. Else what is to be done: ask the handler (the request has its fields and its
  // file), answer with a refusal, or with an error.
  struct Step {
    bool handle = false;
    std::optional<Response> refusal = {};
    std::optional<Error> error = {};
  };
  std::optional<Step> take(BytesView piece, bool is_last, Request& request);

 private:
  std::optional<Step> begin(BytesView piece, Request& request);
  Step whole(Request& request, std::vector<UploadedFile> files);

  std::string boundary_;
  std::size_t most_;
  const ServerOptions& options_;
  const ServerHooks& hooks_;
  std::unique_ptr<Spool> spool_;  // once the form was accepted
  std::uint64_t total_ = 0;
  bool too_large_ = false;
};

// The status that an error while a file arrives is answered with.
int status_of_arrival(const Error& error);

}  // namespace arasha::web::server
