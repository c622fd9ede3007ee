using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests;

/// <summary>The source tree of the program; that of the libraries is asserted beside their tests.</summary>
public sealed class ArchitectureTests
{
    [Fact]
    public void The_folders_of_the_program_use_each_other_in_one_direction_only() => SourceStructure.CheckCircles("SeCo.Cli");

    [Fact]
    public void Every_longer_file_with_behaviour_is_answered_by_tests_on_its_path() => SourceStructure.CheckTests("SeCo.Cli");
}
