// SPDX-License-Identifier: LGPL-2.1-or-later
#pragma once

#include <vtkXMLDataParser.h>

#include <vector>

namespace lacuna::geometry {

/** VTK's parser of its XML files, made to survive damaged ones. */
class VtiParser : public vtkXMLDataParser {
public:
  static VtiParser *New();
  vtkTypeMacro(VtiParser, vtkXMLDataParser);

  /** Whether elements stand in each other more deeply than in any image; the inner are left out. */
  bool is_deep() const { return is_deep_; }

  /**
   * Reads the first numbers of an array, of a VTK type, in its format; how many there are. Sizes
   * that the data state are held against the file's `file_size` bytes before memory is taken.
   */
  std::size_t read(vtkXMLDataElement &array, int type, double file_size, void *to, std::size_t n);

protected:
  void StartElement(const char *name, const char **attributes) override;
  void EndElement(const char *name) override;

private:
  bool is_appended(vtkXMLDataElement &array, vtkTypeInt64 &offset) const;
  std::vector<double> block_sizes(vtkXMLDataElement &array, std::size_t first, std::size_t count);
  bool blocks_fit(vtkXMLDataElement &array, double file_size);

  int depth_ = 0;
  bool is_deep_ = false;
};

} // namespace lacuna::geometry
