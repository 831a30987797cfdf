// A story as the vault would tell it, made without one.
#pragma once

#include <gtest/gtest.h>

#include "casework/rules.h"

namespace arasha::casework {

class WrittenStory : public ::testing::Test {
 protected:
  static constexpr Date kToday{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(24)};
  static MemberId who(std::uint8_t number) { return MemberId::from_array({number}); }

  template <class MessageType>
  EntryId write(const MessageType& message, std::uint8_t author = 1) {
    Item item;
    item.type = schema::entry_type_of<MessageType>().number;
    item.compartment = schema::entry_type_of<MessageType>().compartment;
    item.versions.push_back(version(message, author));
    story_.items.push_back(item);
    return item.latest().id;
  }
  // The fields that are refused, in order; the summary leads to each: it must be one of the form.
  std::vector<std::string> refused(const google::protobuf::Message& message, EntryId corrects = EntryId()) const {
    std::vector<std::string> out;
    for (const auto& error : check(story_, message, kToday, corrects)) {
      out.push_back(error.field);
      EXPECT_NE(message.GetDescriptor()->FindFieldByName(error.field), nullptr) << error.field;
    }
    return out;
  }
  void close(const char* date) {
    Closure closure;
    closure.set_reason("goals_met");
    closure.set_date(date);
    write(closure);
  }
  template <class MessageType>
  Version version(const MessageType& message, std::uint8_t author) {
    Version out;
    out.seq = story_.length++;
    out.id = EntryId::from_array({static_cast<std::uint8_t>(story_.length)});
    out.author = who(author);
    out.message = std::make_shared<MessageType>(message);
    return out;
  }
  Story story_;
};

using Fields = std::vector<std::string>;

}  // namespace arasha::casework
