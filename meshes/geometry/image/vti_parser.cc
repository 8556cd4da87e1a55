// SPDX-License-Identifier: LGPL-2.1-or-later
#include <meshes/geometry/image/most_deflated.h>
#include <meshes/geometry/image/vti_parser.h>

#include <vtkDataCompressor.h>
#include <vtkInputStream.h>
#include <vtkObjectFactory.h>
#include <vtkXMLDataElement.h>

#include <algorithm>
#include <cstring>
#include <string>

namespace lacuna::geometry {

namespace {

constexpr int deepest = 20;
template <typename Number>
double as_double(const unsigned char *bytes) {
  Number value;
  std::memcpy(&value, bytes, sizeof value);
  return static_cast<double>(value);
}

} // namespace

vtkStandardNewMacro(VtiParser);

// VTK deletes elements recursively.
void VtiParser::StartElement(const char *name, const char **attributes) {
  if (++depth_ <= deepest)
    Superclass::StartElement(name, attributes);
  else
    is_deep_ = true;
}

void VtiParser::EndElement(const char *name) {
  if (depth_-- <= deepest)
    Superclass::EndElement(name);
}

bool VtiParser::is_appended(vtkXMLDataElement &array, vtkTypeInt64 &offset) const {
  return array.GetScalarAttribute("offset", offset) != 0;
}

std::size_t VtiParser::read(vtkXMLDataElement &array, int type, double file_size, void *to,
                            std::size_t n) {
  vtkTypeInt64 offset = 0;
  const char *const format = array.GetAttribute("format");
  const bool appended = is_appended(array, offset);
  const bool ascii = !appended && (format == nullptr || std::string(format) == "ascii");
  if (appended && (AppendedDataPosition <= 0 || offset < 0 || offset > file_size))
    return 0;
  if (!ascii && GetCompressor() != nullptr && !blocks_fit(array, file_size))
    return 0;
  return appended ? ReadAppendedData(offset, to, 0, n, type)
                  : ReadInlineData(&array, ascii ? 1 : 0, to, 0, n, type);
}

/**
 * Some of the numbers before compressed data, from `first` on: how many blocks, the bytes of a
 * block and of the last one, and each one's bytes when compressed. None where they are not all
 * there.
 */
std::vector<double> VtiParser::block_sizes(vtkXMLDataElement &array, std::size_t first,
                                           std::size_t count) {
  if (HeaderType != 32 && HeaderType != 64) // bits of a number
    return {};
  const std::size_t size = HeaderType / 8;
  vtkTypeInt64 offset = 0;
  if (is_appended(array, offset)) {
    DataStream = AppendedDataStream;
    SeekG(AppendedDataPosition + offset);
  } else {
    DataStream = InlineDataStream;
    SeekInlineDataPosition(&array);
  }
  std::vector<unsigned char> bytes(size * (first + count));
  DataStream->SetStream(Stream);
  DataStream->StartReading();
  const bool whole = DataStream->Read(bytes.data(), bytes.size()) == bytes.size();
  DataStream->EndReading();
  if (!whole)
    return {};
  PerformByteSwap(bytes.data(), first + count, size);
  std::vector<double> numbers;
  for (std::size_t at = size * first; at < bytes.size(); at += size)
    numbers.push_back(size == sizeof(vtkTypeUInt32) ? as_double<vtkTypeUInt32>(&bytes[at])
                                                    : as_double<vtkTypeUInt64>(&bytes[at]));
  return numbers;
}

bool VtiParser::blocks_fit(vtkXMLDataElement &array, double file_size) {
  const auto counts = block_sizes(array, 0, 3);
  if (counts.size() != 3 || counts[0] > file_size ||
      std::max(counts[1], counts[2]) > most_deflated * file_size)
    return false;
  const auto n = static_cast<std::size_t>(counts[0]);
  const auto sizes = block_sizes(array, 3, n);
  return sizes.size() == n &&
         std::all_of(sizes.begin(), sizes.end(), [&](double size) { return size <= file_size; });
}

} // namespace lacuna::geometry
