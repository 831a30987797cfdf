#include "comparison/session.h"

#include <algorithm>

#include "base/parallel.h"

namespace arasha::comparison {
namespace {

using crypto::Hash;
using crypto::Point;

constexpr std::string_view kTokenLabel = "arasha/comparison/v1/ristretto255_XMD:SHA-512_R255MAP_RO";
constexpr std::size_t kShare = 256;  // points for which another core is worth it

std::array<std::uint8_t, 4> number(std::uint32_t value) {
  return {static_cast<std::uint8_t>(value >> 24U), static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
          static_cast<std::uint8_t>(value)};
}

// Everything that both sides have to agree on; it goes into every point, so points of one run say nothing in another.
Hash context_of(const Terms& terms) {
  const bool is_starter = terms.side == Side::starter;
  const OrganizationId& starter = is_starter ? terms.us : terms.partner;
  const OrganizationId& answerer = is_starter ? terms.partner : terms.us;
  return crypto::fingerprint("arasha/comparison-run/v1", {terms.run.bytes(), starter.bytes(), answerer.bytes(), number(kProtocolVersion),
                                                          number(kTokensVersion)});
}

std::vector<Point> sorted(std::vector<Point> points) {
  std::sort(points.begin(), points.end());
  return points;
}

bool has_twice(const std::vector<Point>& in_order) { return std::adjacent_find(in_order.begin(), in_order.end()) != in_order.end(); }

bool meet(const std::vector<Point>& a, const std::vector<Point>& b) {  // both in order
  auto left = a.begin();
  auto right = b.begin();
  while (left != a.end() && right != b.end()) {
    if (*left == *right) return true;
    if (*left < *right) ++left;
    else ++right;
  }
  return false;
}

// `out` grows by one point for each of `count`.
Result<void> append_each(std::vector<Point>& out, std::size_t count, const std::function<Result<Point>(std::size_t)>& make) {
  std::vector<std::optional<Point>> made(count);
  TRY_VOID(each_in_parallel(count, kShare, [&](std::size_t i) -> Result<void> {
    TRY(point, make(i));
    made[i] = point;
    return {};
  }));
  for (const auto& one : made) out.push_back(*one);
  return {};
}

}  // namespace

Session::Session(const Terms& terms, const crypto::Key& seed, const Hash& context)
    : terms_(terms), context_(context), key_(crypto::BlindingKey::from_seed(crypto::derive(seed, "arasha/comparison-key/v1", {context}))) {}

Result<Session> Session::make(const Terms& terms, const std::vector<std::vector<Token>>& tokens, const crypto::Key& seed) {
  std::size_t count = 0;
  for (const auto& of_person : tokens) count += of_person.size();
  if (count > kMostPoints) return Error(ErrorCode::too_large, "These are more persons than can be compared in one go.");
  Session out(terms, seed, context_of(terms));
  out.arrange(tokens, seed);
  if (out.is_starter()) {
    out.send_opening();
    out.send_points(ComparisonMessage::LEG_OWN, out.own_);
  }
  return out;
}

// Tokens once each, filled up with fake ones, in an order that only the seed knows.
void Session::arrange(const std::vector<std::vector<Token>>& tokens, const crypto::Key& seed) {
  const crypto::Key order = crypto::derive(seed, "arasha/comparison-order/v1", {context_});
  std::map<Token, std::vector<std::uint32_t>> persons;
  for (std::uint32_t person = 0; person < tokens.size(); ++person) {
    for (const Token& token : tokens[person]) {
      auto& who = persons[token];
      if (who.empty() || who.back() != person) who.push_back(person);
    }
  }
  struct Place {
    Hash where;
    Hash text;
    std::vector<std::uint32_t> who;
  };
  std::vector<Place> places;
  const std::uint32_t size = padded(static_cast<std::uint32_t>(persons.size()));
  places.reserve(size);
  for (auto& [token, who] : persons) places.push_back({crypto::tag(order, "arasha/comparison-place/v1", {token}), token, std::move(who)});
  for (std::uint32_t i = 0; places.size() < size; ++i) {
    const Hash fake = crypto::tag(order, "arasha/comparison-fake/v1", {number(i)});
    places.push_back({crypto::tag(order, "arasha/comparison-place/v1", {fake}), fake, {}});
  }
  std::sort(places.begin(), places.end(), [](const Place& a, const Place& b) { return a.where < b.where; });
  std::vector<Hash> texts;
  texts.reserve(size);
  for (Place& place : places) {
    texts.push_back(place.text);
    persons_.push_back(std::move(place.who));
    crypto::wipe(place.text);
  }
  own_ = blind_own(texts);
  for (Hash& text : texts) crypto::wipe(text);
}

std::vector<Point> Session::blind_own(const std::vector<Hash>& texts) const {
  std::vector<Point> out;
  out.reserve(texts.size());
  // Never fails: every text has a point.
  (void)append_each(out, texts.size(), [&](std::size_t i) -> Result<Point> {
    std::array<std::uint8_t, 64> text{};
    std::copy(context_.begin(), context_.end(), text.begin());
    std::copy(texts[i].begin(), texts[i].end(), text.begin() + 32);
    const Point point = key_.blind(kTokenLabel, text);
    crypto::wipe(text);
    return point;
  });
  return out;
}

Hash Session::promise_of(const std::vector<Point>& points) const {
  Bytes all;
  all.reserve(points.size() * Point::kSize);
  for (const Point& point : points) all.insert(all.end(), point.bytes().begin(), point.bytes().end());
  return crypto::fingerprint("arasha/comparison-promise/v1", {context_, all});
}

void Session::send(ComparisonMessage message) {
  message.set_run(to_text(terms_.run.bytes()));
  message.set_number(sent_++);
  outgoing_.push_back(write_message(message));
}

void Session::send_opening() {
  ComparisonMessage message;
  message.mutable_opening()->set_version(kProtocolVersion);
  message.mutable_opening()->set_tokens(kTokensVersion);
  message.mutable_opening()->set_points(static_cast<std::uint32_t>(own_.size()));
  send(std::move(message));
}

void Session::send_points(ComparisonMessage::Leg leg, const std::vector<Point>& points) {
  for (std::size_t first = 0; first < points.size(); first += kPointsInMessage) {
    ComparisonMessage message;
    message.mutable_points()->set_leg(leg);
    message.mutable_points()->set_first(static_cast<std::uint32_t>(first));
    std::string& bytes = *message.mutable_points()->mutable_points();
    for (std::size_t i = first; i < std::min<std::size_t>(points.size(), first + kPointsInMessage); ++i) bytes += text_view(points[i].bytes());
    send(std::move(message));
  }
}

State Session::refuse(ComparisonRefusal why) {
  if (state_ != State::waiting) return state_;
  ComparisonMessage message;
  message.set_refusal(why);
  send(std::move(message));
  state_ = State::refused;
  refusal_ = why;
  for (auto* points : {&own_, &theirs_, &both_, &returned_}) points->clear();
  persons_.clear();
  early_.clear();
  found_ = {};
  key_ = crypto::BlindingKey::random();  // the old one is wiped
  return state_;
}

State Session::feed(BytesView bytes) {
  if (state_ != State::waiting) return state_;
  auto message = read_message(bytes);
  if (!message || message->run() != text_view(terms_.run.bytes())) return refuse(COMPARISON_REFUSAL_MESSAGE);
  if (message->what_case() == ComparisonMessage::kRefusal) {  // whatever came before it
    refuse(refusal_code(message->refusal())[0] == 0 ? COMPARISON_REFUSAL_MESSAGE : message->refusal());
    outgoing_.clear();
    is_by_partner_ = true;
    return state_;
  }
  const Hash print = crypto::fingerprint("arasha/comparison-message/v1", {bytes});
  if (message->number() < next_) {
    if (seen_[message->number()] != print) return refuse(COMPARISON_REFUSAL_MESSAGE);
    return state_;
  }
  const auto [place, is_new] = early_.emplace(message->number(), to_bytes(bytes));
  if (!is_new && !std::equal(bytes.begin(), bytes.end(), place->second.begin(), place->second.end())) return refuse(COMPARISON_REFUSAL_MESSAGE);
  for (auto at = early_.find(next_); at != early_.end() && state_ == State::waiting; at = early_.find(next_)) {
    seen_.push_back(crypto::fingerprint("arasha/comparison-message/v1", {at->second}));
    const auto next = read_message(at->second);
    early_.erase(at);
    ++next_;
    if (const ComparisonRefusal why = take_next(*next); why != COMPARISON_REFUSAL_NONE) return refuse(why);
  }
  return state_;
}

ComparisonRefusal Session::take_next(const ComparisonMessage& message) {
  switch (message.what_case()) {
    case ComparisonMessage::kOpening: return phase_ == Phase::opening ? on_opening(message.opening()) : COMPARISON_REFUSAL_MESSAGE;
    case ComparisonMessage::kPoints: return on_points(message.points());
    case ComparisonMessage::kPromise: return phase_ == Phase::promise ? on_promise(message.promise()) : COMPARISON_REFUSAL_MESSAGE;
    case ComparisonMessage::kEnd: return phase_ == Phase::end ? on_end(message.end()) : COMPARISON_REFUSAL_MESSAGE;
    default: return COMPARISON_REFUSAL_MESSAGE;
  }
}

ComparisonRefusal Session::on_opening(const ComparisonMessage::Opening& opening) {
  if (opening.version() != kProtocolVersion || opening.tokens() != kTokensVersion) return COMPARISON_REFUSAL_VERSION;
  if (opening.points() > terms_.most_points || padded(opening.points()) != opening.points()) return COMPARISON_REFUSAL_SIZE;
  their_points_ = opening.points();
  for (auto* points : {&theirs_, &both_}) points->reserve(their_points_);
  returned_.reserve(own_.size());
  phase_ = Phase::own;
  if (!is_starter()) {
    send_opening();
    send_points(ComparisonMessage::LEG_OWN, own_);
  }
  return COMPARISON_REFUSAL_NONE;
}

ComparisonRefusal Session::on_points(const ComparisonMessage::Points& points) {
  const bool is_own = phase_ == Phase::own && points.leg() == ComparisonMessage::LEG_OWN;
  const bool is_returned = phase_ == Phase::returned && points.leg() == ComparisonMessage::LEG_RETURNED;
  if (!is_own && !is_returned) return COMPARISON_REFUSAL_MESSAGE;
  std::vector<Point>& into = is_own ? theirs_ : returned_;
  const std::size_t total = is_own ? their_points_ : own_.size();
  const std::size_t count = std::min<std::size_t>(kPointsInMessage, total - into.size());
  if (points.first() != into.size() || points.points().size() != count * Point::kSize) return COMPARISON_REFUSAL_SIZE;
  const BytesView bytes = view(points.points());
  const auto read = append_each(into, count, [&](std::size_t i) { return Point::from_bytes(bytes.subspan(i * Point::kSize, Point::kSize)); });
  if (!read) return COMPARISON_REFUSAL_POINT;
  if (is_own) {
    const std::size_t first = both_.size();
    const auto again = append_each(both_, count, [&](std::size_t i) { return key_.blind_again(theirs_[first + i]); });
    if (!again) return COMPARISON_REFUSAL_POINT;
  }
  if (into.size() < total) return COMPARISON_REFUSAL_NONE;
  return is_own ? all_of_theirs() : all_returned();
}

// An honest partner sends each point once, and none of ours: both would be an attempt to find out something else.
ComparisonRefusal Session::all_of_theirs() {
  const std::vector<Point> theirs = sorted(theirs_);
  if (has_twice(theirs) || meet(theirs, sorted(own_))) return COMPARISON_REFUSAL_POINT;
  if (is_starter()) {
    phase_ = Phase::promise;
    return COMPARISON_REFUSAL_NONE;
  }
  // Before anything of what comes back is seen, the answerer has fixed what it will send: without that, one who follows could
  // copy points of the other and make everybody seem known (docs/adr/0024).
  ComparisonMessage message;
  message.set_promise(to_text(promise_of(both_)));
  send(std::move(message));
  phase_ = Phase::returned;
  return COMPARISON_REFUSAL_NONE;
}

ComparisonRefusal Session::on_promise(const std::string& promise) {
  if (promise.size() != promised_.size()) return COMPARISON_REFUSAL_MESSAGE;
  std::copy(promise.begin(), promise.end(), promised_.begin());
  send_points(ComparisonMessage::LEG_RETURNED, both_);
  phase_ = Phase::returned;
  return COMPARISON_REFUSAL_NONE;
}

ComparisonRefusal Session::all_returned() {
  if (is_starter() && promise_of(returned_) != promised_) return COMPARISON_REFUSAL_PROMISE;
  const std::vector<Point> returned = sorted(returned_);
  if (has_twice(returned) || meet(returned, sorted(own_)) || meet(returned, sorted(theirs_))) return COMPARISON_REFUSAL_POINT;
  find_common();
  phase_ = Phase::end;
  if (!is_starter()) {
    send_points(ComparisonMessage::LEG_RETURNED, both_);
    ComparisonMessage message;
    message.mutable_end()->set_common(found_.common);
    send(std::move(message));
  }
  return COMPARISON_REFUSAL_NONE;
}

void Session::find_common() {
  const std::vector<Point> theirs = sorted(both_);
  for (std::size_t i = 0; i < returned_.size(); ++i) {
    if (!std::binary_search(theirs.begin(), theirs.end(), returned_[i])) continue;
    ++found_.common;
    found_.concerned.insert(found_.concerned.end(), persons_[i].begin(), persons_[i].end());
  }
  std::sort(found_.concerned.begin(), found_.concerned.end());
  found_.concerned.erase(std::unique(found_.concerned.begin(), found_.concerned.end()), found_.concerned.end());
  found_.own_points = static_cast<std::uint32_t>(own_.size());
  found_.their_points = their_points_;
}

ComparisonRefusal Session::on_end(const ComparisonMessage::End& end) {
  if (end.common() != found_.common) return COMPARISON_REFUSAL_COUNT;
  if (is_starter()) {
    ComparisonMessage message;
    message.mutable_end()->set_common(found_.common);
    send(std::move(message));
  }
  state_ = State::finished;
  outcome_ = std::move(found_);
  for (auto* points : {&own_, &theirs_, &both_, &returned_}) points->clear();
  persons_.clear();
  early_.clear();
  key_ = crypto::BlindingKey::random();
  return COMPARISON_REFUSAL_NONE;
}

}  // namespace arasha::comparison
