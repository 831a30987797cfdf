// One run of a private comparison, on one of its two sides: bytes in, bytes out (docs/formats/comparison.md, docs/adr/0024).
//
// The protocol is the private set intersection by Diffie and Hellman's commuting keys (Meadows 1986; Huberman, Franklin and Hogg
// 1999), both ways: each side learns which of its own tokens the other one has too, and how many there are, and of the other's
// tokens nothing but their padded number. It keeps to that against a partner who follows the protocol; what one who does not can
// gain stands in the decision.
//
// A session is a function of its seed, its tokens and what it was fed, in any order: whoever keeps these can make it again.
// It does not know how bytes travel or who may compare. One thread at a time; it uses the other cores while it computes.
#pragma once

#include <map>
#include <vector>

#include "comparison/message.h"
#include "comparison/tokens.h"
#include "crypto/blinding.h"

namespace arasha::comparison {

struct Terms {
  RunId run;
  OrganizationId us;
  OrganizationId partner;
  Side side = Side::starter;
  std::uint32_t most_points = 0;  // that the partner may bring (points_for)
};

enum class State {
  waiting,   // for the partner
  finished,  // there is an outcome, on both sides
  refused,   // by one of the two; there is none
};

struct Outcome {
  std::vector<std::uint32_t> concerned;  // the own persons who may be known to the partner, by their place in the list
  std::uint32_t common = 0;              // tokens that both have
  std::uint32_t own_points = 0;
  std::uint32_t their_points = 0;
};

class Session {
 public:
  // `tokens` by person. `seed`: random, for this run alone. `too_large` for more than kMostPoints.
  static Result<Session> make(const Terms& terms, const std::vector<std::vector<Token>>& tokens, const crypto::Key& seed);

  Session(Session&&) = default;
  Session& operator=(Session&&) = delete;
  Session(const Session&) = delete;

  // One message of the partner. They may come in any order, and twice.
  State feed(BytesView message);
  // A person stops it, or its time is over.
  State stop() { return refuse(COMPARISON_REFUSAL_STOPPED); }

  // What has to be sent since the last time, in this order.
  std::vector<Bytes> take() { return std::exchange(outgoing_, {}); }
  State state() const { return state_; }
  const Outcome& outcome() const { return outcome_; }            // empty but when it has finished
  ComparisonRefusal refusal() const { return refusal_; }         // why it was refused
  bool is_refused_by_partner() const { return is_by_partner_; }

 private:
  enum class Phase { opening, own, promise, returned, end };

  Session(const Terms& terms, const crypto::Key& seed, const crypto::Hash& context);
  void arrange(const std::vector<std::vector<Token>>& tokens, const crypto::Key& seed);
  bool is_starter() const { return terms_.side == Side::starter; }

  void send(ComparisonMessage message);
  void send_opening();
  void send_points(ComparisonMessage::Leg leg, const std::vector<crypto::Point>& points);
  State refuse(ComparisonRefusal why);

  // Each answers why not, or NONE.
  ComparisonRefusal take_next(const ComparisonMessage& message);
  ComparisonRefusal on_opening(const ComparisonMessage::Opening& opening);
  ComparisonRefusal on_points(const ComparisonMessage::Points& points);
  ComparisonRefusal on_promise(const std::string& promise);
  ComparisonRefusal on_end(const ComparisonMessage::End& end);
  ComparisonRefusal all_of_theirs();
  ComparisonRefusal all_returned();

  std::vector<crypto::Point> blind_own(const std::vector<crypto::Hash>& texts) const;
  crypto::Hash promise_of(const std::vector<crypto::Point>& points) const;
  void find_common();

  Terms terms_;
  crypto::Hash context_;
  crypto::BlindingKey key_;
  State state_ = State::waiting;
  Phase phase_ = Phase::opening;
  ComparisonRefusal refusal_ = COMPARISON_REFUSAL_NONE;
  bool is_by_partner_ = false;

  // By place in the order in which the own points are sent: the persons who have that token; nobody for a fake one.
  std::vector<std::vector<std::uint32_t>> persons_;
  std::vector<crypto::Point> own_;       // under the own key
  std::vector<crypto::Point> theirs_;    // as they came
  std::vector<crypto::Point> both_;      // theirs, under the own key too
  std::vector<crypto::Point> returned_;  // own, under both
  crypto::Hash promised_{};

  std::uint32_t their_points_ = 0;
  std::uint32_t next_ = 0;                    // number of the message that has to come
  std::uint32_t sent_ = 0;
  std::vector<crypto::Hash> seen_;            // fingerprints of the messages before it
  std::map<std::uint32_t, Bytes> early_;
  std::vector<Bytes> outgoing_;
  Outcome found_;    // not told before both have ended
  Outcome outcome_;
};

}  // namespace arasha::comparison
