using SeCo.Storage;
using SeCo.Testing;
using Xunit;

namespace SeCo.Tests.Storage;

public sealed class RealPathsTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public RealPathsTests()
    {
        Directory.CreateDirectory(_temp["run/labels/night"]);
        Directory.CreateDirectory(_temp["other"]);
        File.WriteAllText(_temp["run/labels/a.png"], "a");
        File.WriteAllText(_temp["other/b.png"], "b");
    }

    public void Dispose() => _temp.Dispose();

    [Fact]
    public void Links_are_followed_to_where_a_file_really_lies()
    {
        File.CreateSymbolicLink(_temp["run/labels/b.png"], _temp["other/b.png"]);
        File.CreateSymbolicLink(_temp["run/a.png"], Path.Combine("labels", "a.png"));
        RealPaths real = new();
        Assert.True(real.IsInside(_temp["run/a.png"], _temp["run"]));
        Assert.False(real.IsInside(_temp["run/labels/b.png"], _temp["run"]));
        Assert.Equal(real.Resolve(_temp["other/b.png"]), real.Resolve(_temp["run/labels/b.png"]));
    }

    [Fact]
    public void Links_out_of_a_run_folder_are_named_all_together_and_those_inside_are_fine()
    {
        File.CreateSymbolicLink(_temp["run/a.png"], _temp["run/labels/a.png"]);
        Directory.CreateSymbolicLink(_temp["link"], _temp["run"]);
        RealPaths.RequireInside(_temp["run"]);
        RealPaths.RequireInside(_temp["link"]);

        File.CreateSymbolicLink(_temp["run/labels/night/b.png"], _temp["other/b.png"]);
        File.CreateSymbolicLink(_temp["run/.hidden"], _temp["nowhere"]);
        Directory.CreateSymbolicLink(_temp["run/labels/day"], _temp["other"]);
        DatasetException fault = Assert.Throws<DatasetException>(() => RealPaths.RequireInside(_temp["run"], ", or say so"));
        Assert.StartsWith($"{_temp["run"]}: this run folder holds 3 links out of it", fault.Message, StringComparison.Ordinal);
        Assert.Contains(", or say so.", fault.Message, StringComparison.Ordinal);
        foreach (string link in new[] { "labels/night/b.png", ".hidden", "labels/day" })
        {
            Assert.Contains(_temp["run/" + link] + ": a link to ", fault.Message, StringComparison.Ordinal);
        }

        Assert.DoesNotContain("day/b.png", fault.Message, StringComparison.Ordinal); // what lies behind a link is not looked at
    }

    [Fact]
    public void Links_in_a_circle_end_with_an_error()
    {
        File.CreateSymbolicLink(_temp["run/x"], _temp["run/y"]);
        File.CreateSymbolicLink(_temp["run/y"], _temp["run/x"]);
        Assert.Contains("in a circle", Assert.Throws<IOException>(() => RealPaths.RequireInside(_temp["run"])).Message, StringComparison.Ordinal);
    }
}
