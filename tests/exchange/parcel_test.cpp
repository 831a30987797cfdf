#include "exchange/parcel.h"

#include "vault/world.h"

namespace arasha::exchange {
namespace {

Parcel example() {
  Parcel out;
  std::array<std::uint8_t, 16> to{};
  for (std::size_t i = 0; i < to.size(); ++i) to[i] = static_cast<std::uint8_t>(i + 1);
  out.to = OrganizationId::from_array(to);
  out.url = "https://house.example";
  out.pin.emplace();
  for (std::size_t i = 0; i < out.pin->size(); ++i) (*out.pin)[i] = static_cast<std::uint8_t>(0x20 + i);
  out.attempts = 2;
  out.next = from_milliseconds(1'790'000'000'000);
  out.expires = from_milliseconds(1'792'592'000'000);
  out.envelope = {1, 2, 3};
  return out;
}

// The worked example of docs/formats/parcel.md.
TEST(Parcel, IsWrittenAsItsPageSays) {
  EXPECT_EQ(to_hex(encode(example())),
            "010102030405060708090a0b0c0d0e0f1001202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f00000002000001a0c4506c00000001a1"
            "5ecf34000000001568747470733a2f2f686f7573652e6578616d706c6500000003010203");
}

TEST(Parcel, ComesBackAsItWas) {
  Parcel parcel = example();
  EXPECT_EQ(vault::must(decode_parcel(encode(parcel))), parcel);
  parcel.pin.reset();
  parcel.next = Time();
  parcel.envelope = Bytes(kEnvelopeLimit, 9);
  EXPECT_EQ(vault::must(decode_parcel(encode(parcel))), parcel);
}

TEST(Parcel, IsRefusedCutLongerOrWithWhatCannotBe) {
  const Bytes good = encode(example());
  for (std::size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(decode_parcel(BytesView(good).first(size))) << size;
  Bytes longer = good;
  longer.push_back(0);
  EXPECT_FALSE(decode_parcel(longer));
  Bytes newer = good;
  newer[0] = 2;
  EXPECT_EQ(decode_parcel(newer).error().code, ErrorCode::unsupported);
  Bytes odd_pin = good;
  odd_pin[17] = 2;
  EXPECT_FALSE(decode_parcel(odd_pin));
  const auto refused = [](const std::function<void(Parcel&)>& change) {
    Parcel parcel = example();
    change(parcel);
    return !decode_parcel(encode(parcel));
  };
  EXPECT_TRUE(refused([](Parcel& p) { p.envelope.clear(); }));
  EXPECT_TRUE(refused([](Parcel& p) { p.envelope.resize(kEnvelopeLimit + 1); }));
  EXPECT_TRUE(refused([](Parcel& p) { p.url = "http://house.example"; }));
  EXPECT_TRUE(refused([](Parcel& p) { p.url = "https://house.example\r\nX: y"; }));
  EXPECT_TRUE(refused([](Parcel& p) { p.expires = from_milliseconds(-1); }));
}

}  // namespace
}  // namespace arasha::exchange
