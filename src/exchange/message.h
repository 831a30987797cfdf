// What one organisation says to another: the message, who signed it, and the sealed envelope in which it travels
// (docs/formats/exchange.md). The same bytes go over the line, on a stick and through a server in the middle; whoever
// carries them learns to whom they go and how long they are, in steps.
#pragma once

#include "base/id.h"
#include "base/time.h"
#include "vault/vault.h"

namespace arasha::exchange {

using MessageId = Id<struct MessageTag>;
using ThreadId = Id<struct ThreadTag>;  // all messages about one matter; chosen at random by whoever begins it

// What a message is about; the numbers stand in envelopes: never change or reuse one.
using Kind = std::uint16_t;

struct Message {
  MessageId id;
  ThreadId thread;
  OrganizationId from;
  OrganizationId to;
  Time created;
  Time expires;        // from then on it is not acted upon; zero: never
  Kind kind = 0;
  std::string author;  // who wrote it at the sender's, as she is called there
  Bytes content;       // of its kind; a protobuf message as it was written
};

inline constexpr std::size_t kLongestAuthor = 400;             // bytes
inline constexpr std::size_t kLongestContent = 3U << 20U;      // bytes
inline constexpr std::size_t kLongestStored = 192U << 10U;     // bytes of what is kept as an entry
inline constexpr std::size_t kLongestEnvelope = (4U << 20U) + 512;
inline constexpr std::string_view kMessageLabel = "arasha/message/v1";

// The message and the sender's signature over it: what is sealed, and what both sides keep.
Bytes sign(const crypto::SigningKey& key, const Message& message);
// `damaged` when it is no such thing or not signed with that key; strict: nothing may be left over.
Result<Message> check(BytesView signed_message, const crypto::PublicKey& signer);
// One that was checked when it came, or made here, and kept since: its signature is not looked at again.
Result<Message> kept_message(BytesView signed_message);
// Who says that it is from her, before anything is checked: to find the key to check it with.
Result<OrganizationId> claimed_sender(BytesView signed_message);

// Seals to a partner's box key, padded to 4 KiB, 8 KiB, 16 KiB … 4 MiB.
Bytes seal(const crypto::PublicKey& recipient, BytesView signed_message);
// How long the envelope of a message is, by the lengths of the two things in it that have no fixed one.
std::size_t envelope_size(std::size_t author, std::size_t content);
// To whose key an envelope is sealed, and its name for those who carry it. `damaged`, `unsupported` (a newer version) or
// `too_large`, without any key.
struct Outside {
  crypto::PublicKey recipient{};
  vault::DropId id;
};
Result<Outside> look_at(BytesView envelope);
// The signed message. `damaged` for every failure: another's key, altered bytes, a place that is not its own.
Result<Bytes> open(const crypto::BoxKey& key, BytesView envelope);

}  // namespace arasha::exchange
