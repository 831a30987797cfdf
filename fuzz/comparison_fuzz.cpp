// What a partner may send in a comparison. A message that is understood is written back as it was; and whatever comes in whatever
// order, a session ends in a clear state and names nobody whom the partner's tokens do not name.
//   input = a byte (even: we began; odd: they did), then the partner's messages, each after its length (u32)
#include <algorithm>
#include <cstdlib>
#include <numeric>

#include "base/check.h"
#include "comparison/session.h"

namespace {

using namespace arasha;
using namespace arasha::comparison;

template <class IdType>
IdType id_of(std::uint8_t value) {
  std::array<std::uint8_t, IdType::kSize> bytes{};
  bytes.fill(value);
  return IdType::from_array(bytes);
}

// The run of the corpus (tests/comparison/two_sides.h): three persons of ours, of whom the partner's tokens name two.
Session new_session(Side side) {
  static const bool is_ready = crypto::initialize().is_ok();
  CHECK(is_ready);
  const auto token = [](std::string_view text) { return crypto::fingerprint("test/token", {view(text)}); };
  crypto::Key seed;
  seed.fill([&](auto bytes) { std::fill(bytes.begin(), bytes.end(), side == Side::starter ? std::uint8_t{1} : std::uint8_t{2}); });
  const OrganizationId first = id_of<OrganizationId>(1);
  const OrganizationId second = id_of<OrganizationId>(2);
  const Terms terms{id_of<RunId>(7), side == Side::starter ? first : second, side == Side::starter ? second : first, side, 1024};
  return *Session::make(terms, {{token("a"), token("b")}, {token("c")}, {token("d")}}, seed);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  ByteReader reader(BytesView(data, size).subspan(1));
  std::vector<Bytes> messages;
  bool is_any_understood = false;
  while (reader.left() > 0) {
    const auto one = reader.sized();
    if (!one) break;
    messages.push_back(to_bytes(*one));
    const auto message = read_message(*one);
    if (!message) continue;
    is_any_understood = true;
    if (write_message(*message) != messages.back()) std::abort();
  }
  // A session costs some forty milliseconds: one input in four gets one, always the same ones.
  const std::size_t sum = std::accumulate(data, data + size, std::size_t{0});
  if (!is_any_understood || sum % 4 != 0) return 0;
  Session session = new_session(data[0] % 2 == 0 ? Side::starter : Side::answerer);
  (void)session.take();
  for (const Bytes& one : messages) {
    const State before = session.state();
    const State after = session.feed(one);
    if (before != State::waiting && after != before) std::abort();
    for (const Bytes& said : session.take()) {
      if (said.size() > kLongestMessage || !read_message(said)) std::abort();
    }
  }
  const Outcome& outcome = session.outcome();
  if (session.state() != State::finished && (!outcome.concerned.empty() || outcome.common != 0)) std::abort();
  if ((session.state() == State::refused) != (refusal_code(session.refusal())[0] != 0)) std::abort();
  // Person 0 is not known to the partner of the corpus; no mutation of its points makes her so.
  for (const std::uint32_t person : outcome.concerned) {
    if (person != 1 && person != 2) std::abort();
  }
  return 0;
}
