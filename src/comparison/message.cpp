#include "comparison/message.h"

#include <algorithm>

#include "comparison/tokens.h"

namespace arasha::comparison {
namespace {

constexpr std::uint32_t kFewestPoints = 256;

Error not_understood() { return Error(ErrorCode::invalid_input, "A message of a comparison could not be understood."); }

}  // namespace

std::uint32_t padded(std::uint32_t tokens) {
  std::uint32_t step = kFewestPoints;
  while (step < tokens && step < kMostPoints) {
    if (step + step / 2 >= tokens) return step + step / 2;
    step *= 2;
  }
  return step;
}

std::uint32_t points_for(std::uint32_t persons) { return padded(std::min(persons, kMostPoints / kTokensForPerson) * kTokensForPerson); }

Result<ComparisonMessage> read_message(BytesView bytes) {
  if (bytes.size() > kLongestMessage) return not_understood();
  ComparisonMessage out;
  if (!out.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) return not_understood();
  if (out.run().size() != RunId::kSize || out.number() >= kMostMessages || out.what_case() == ComparisonMessage::WHAT_NOT_SET) return not_understood();
  // Unknown fields, a field twice, a number in more bytes than it needs: one message has one writing, or what one side
  // promises, keeps or refuses would not be what the other one sees.
  out.DiscardUnknownFields();
  if (const Bytes again = write_message(out); !std::equal(again.begin(), again.end(), bytes.begin(), bytes.end())) return not_understood();
  return out;
}

Bytes write_message(const ComparisonMessage& message) {
  Bytes out(message.ByteSizeLong());
  message.SerializeWithCachedSizesToArray(out.data());
  return out;
}

Result<Asked> asked_by(BytesView first_message) {
  TRY(message, read_message(first_message));
  if (message.number() != 0 || !message.has_opening()) return not_understood();
  TRY(run, RunId::from_bytes(view(message.run())));
  return Asked{run, message.opening().points()};
}

const char* refusal_code(ComparisonRefusal refusal) {
  switch (refusal) {
    case COMPARISON_REFUSAL_NOT_AGREED: return "not_agreed";
    case COMPARISON_REFUSAL_VERSION: return "version";
    case COMPARISON_REFUSAL_SIZE: return "size";
    case COMPARISON_REFUSAL_MESSAGE: return "message";
    case COMPARISON_REFUSAL_POINT: return "point";
    case COMPARISON_REFUSAL_PROMISE: return "promise";
    case COMPARISON_REFUSAL_COUNT: return "count";
    case COMPARISON_REFUSAL_STOPPED: return "stopped";
    default: return "";
  }
}

}  // namespace arasha::comparison
