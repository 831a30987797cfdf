// Replies: what waits for people without an account, who find it by a secret of theirs.
#include "vault/prepared.h"
#include "vault/vault.h"

namespace arasha::vault {
namespace {

constexpr std::size_t kReplyLimit = 64U << 10U;  // bytes, of one

}  // namespace

store::ReplyRow row_of(const NewReply& reply) {
  const auto day = std::chrono::sys_days(reply.until).time_since_epoch().count();
  return {reply.id, reply.conversation, static_cast<std::uint32_t>(day < 0 ? 0 : day), reply.sealed};
}

Result<void> Vault::put_reply(const NewReply& reply) {
  if (reply.sealed.empty()) return Error(ErrorCode::invalid_input, "This message is empty.");
  if (reply.sealed.size() > kReplyLimit) return Error(ErrorCode::too_large, "This message is too large.");
  const store::ReplyRow row = row_of(reply);
  return submit([&](store::Transaction& transaction) { return transaction.put_reply(row); });
}

Result<void> Vault::each_reply(Recipient conversation, const std::function<Result<void>(ReplyId, Date until, BytesView)>& use) const {
  TRY(rows, store_->replies(conversation));
  for (const store::ReplyRow& row : rows) TRY_VOID(use(row.id, Date(std::chrono::sys_days(std::chrono::days(row.until))), row.body));
  return {};
}

Result<std::uint64_t> Vault::sweep_replies(Date today) {
  const auto day = std::chrono::sys_days(today).time_since_epoch().count();
  std::uint64_t count = 0;
  TRY_VOID(submit([&](store::Transaction& transaction) -> Result<void> {
    TRY(erased, transaction.erase_replies(static_cast<std::uint32_t>(day < 0 ? 0 : day)));
    count = erased;
    return {};
  }));
  return count;
}

}  // namespace arasha::vault
