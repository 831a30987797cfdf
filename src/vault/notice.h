// A notice: what a member says to circles in the ledger, signed, readable for nobody else (docs/formats/notice.md). The
// head opens with the server's own key, so that the vault knows who broke which glass, and until when, also after a
// restart; code and text open only with the key of a circle to which they are said.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "base/id.h"
#include "base/time.h"
#include "crypto/envelope.h"
#include "crypto/keys.h"

namespace arasha::vault {

enum class NoticeKind : std::uint8_t {
  asked = 1,     // looked for a file outside her circles, by what she calls it
  broke = 2,     // opens a file outside her circles until a time
  reviewed = 3,  // somebody else judged what `about` names
  looked = 4,    // an auditor looked at what was striking in the reading record
};

struct Notice {
  EntryId id;
  NoticeKind kind = NoticeKind::broke;
  FileId file;            // nil: none
  MemberId member;        // who says it
  Time time;
  Time until;             // of `broke`: from then on the file is shut
  EntryId about;          // the notice that it follows; nil
  std::string code;
  std::string text;
  std::string asked;      // of `asked`: what was typed; of `looked`: which signs, by their keys
  std::uint64_t seq = 0;  // its leaf
  std::uint64_t position = 0;  // length of the key chain that the member acted under
};

inline constexpr std::size_t kLongestNoticeText = 4000;  // bytes, of each text
inline constexpr Duration kLongestGlass = std::chrono::hours(24);

// What is signed.
struct NoticeHead {
  EntryId id;
  NoticeKind kind = NoticeKind::broke;
  FileId file;
  MemberId member;
  std::uint64_t position = 0;  // length of the key chain that the member acted under
  Time time;
  Time until;
  EntryId about;
  crypto::Hash content{};      // commit of the content's envelope
  struct To {
    CircleId circle;
    std::uint32_t generation = 0;
    Bytes box;                 // the content's key, sealed to that circle
  };
  std::vector<To> to;
};
struct SignedNotice {
  NoticeHead head;
  Bytes bytes;  // as they were signed
  crypto::Signature signature{};
  Bytes content;  // sealed
};

inline constexpr std::string_view kNoticeLabel = "arasha/notice/v1";
inline constexpr std::size_t kMostNoticeCircles = 32;

Bytes encode(const NoticeHead& head);
Result<NoticeHead> decode_notice_head(BytesView bytes);
// The leaf's body and back. `damaged` for what is too short, too long or from elsewhere.
Bytes seal_notice(const crypto::Key& ledger, OrganizationId organization, const SignedNotice& notice);
Result<SignedNotice> open_notice(const crypto::Key& ledger, OrganizationId organization, BytesView body);
// Code, text and what was asked, padded.
Bytes seal_notice_content(const crypto::Key& key, OrganizationId organization, const Notice& notice);
Result<void> open_notice_content(const crypto::Key& key, OrganizationId organization, BytesView envelope, Notice& into);
// What the key is bound to when it is sealed to a circle.
Bytes notice_context(OrganizationId organization, EntryId id, CircleId circle, std::uint32_t generation);

}  // namespace arasha::vault
