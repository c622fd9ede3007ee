using SeCo.Testing;
using Xunit;

namespace SeCo.Review.Tests;

/// <summary>The source tree of the library.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void The_folders_of_the_library_use_each_other_in_one_direction_only() => SourceStructure.CheckCircles("SeCo.Review");

    [Fact]
    public void Every_longer_file_with_behaviour_is_answered_by_tests_on_its_path() => SourceStructure.CheckTests("SeCo.Review");
}
