// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <cstdint>
#include <utility>
#include <vector>

namespace lacuna::operators {

/**
 * From 64-bit keys to small indices, by open addressing: some ten times as fast as
 * std::unordered_map where the grid asks for millions of nodes.
 */
class FlatMap {
public:
  using Key = std::uint64_t;

  /** The value of `key`, which is `value` if the key is new; true if it was. */
  std::pair<unsigned int, bool> insert(Key key, unsigned int value) {
    if (2 * (size_ + 1) > keys_.size())
      grow();
    const std::size_t place = place_of(key);
    const bool is_new = keys_[place] == empty;
    if (is_new) {
      keys_[place] = key;
      values_[place] = value;
      ++size_;
    }
    return {values_[place], is_new};
  }

  /** The value of `key`, or `none`. */
  unsigned int find(Key key) const {
    if (keys_.empty())
      return none;
    const std::size_t place = place_of(key);
    return keys_[place] == empty ? none : values_[place];
  }

  bool contains(Key key) const { return find(key) != none; }
  std::size_t size() const { return size_; }

  static constexpr unsigned int none = static_cast<unsigned int>(-1);

private:
  static constexpr Key empty = ~Key(0);

  std::size_t place_of(Key key) const {
    // Fibonacci hashing (Knuth, TAOCP 3, 6.4).
    std::size_t place = (key * 0x9E3779B97F4A7C15ull) >> shift_;
    while (keys_[place] != empty && keys_[place] != key)
      place = (place + 1) & (keys_.size() - 1);
    return place;
  }

  void grow() {
    const auto keys = std::exchange(keys_, {});
    const auto values = std::exchange(values_, {});
    --shift_;
    keys_.assign(std::size_t(1) << (64 - shift_), empty);
    values_.resize(keys_.size());
    for (std::size_t i = 0; i < keys.size(); ++i)
      if (keys[i] != empty) {
        const std::size_t place = place_of(keys[i]);
        keys_[place] = keys[i];
        values_[place] = values[i];
      }
  }

  std::vector<Key> keys_;
  std::vector<unsigned int> values_;
  std::size_t size_ = 0;
  unsigned int shift_ = 60;
};

} // namespace lacuna::operators
