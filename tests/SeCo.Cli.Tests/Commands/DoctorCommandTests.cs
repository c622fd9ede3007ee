using System.Text.Json;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    [Fact]
    public async Task Json_says_what_was_found_how_fast_it_is_and_what_to_expect()
    {
        SecoResult result = (await Seco.Run("doctor", "--json")).Expect(ExitCode.Done);
        Assert.Empty(result.Error);
        using JsonDocument json = JsonDocument.Parse(result.Output);
        JsonElement root = json.RootElement;
        Assert.True(root.GetProperty("usable").GetBoolean());
        Dictionary<string, string> found = root.GetProperty("findings").EnumerateArray()
            .ToDictionary(f => $"{f.GetProperty("part").GetString()} {f.GetProperty("name").GetString()}", f => f.GetProperty("value").GetString()!);
        Assert.Equal(SeCo.Torch.TorchRuntime.Version, found["libtorch version"]);
        Assert.Equal(SeCo.Torch.TorchRuntime.LibraryPath, found["libtorch folder"]);
        Assert.StartsWith("cpu", found["libtorch devices"], StringComparison.Ordinal);
        Assert.Equal(SeCo.Imaging.ImagingRuntime.Version, found["libvips version"]);
        Assert.All(
            ["program seco", "program .NET", "processor float32", "processor bfloat16", "memory total", "memory available", "this folder writable"],
            name => Assert.NotEmpty(found[name]));
        Assert.All(root.GetProperty("speed").EnumerateObject().Select(p => p.Value.GetDouble()), rate => Assert.True(rate > 0));
        Assert.Equal(4, root.GetProperty("speed").EnumerateObject().Count());
        Assert.Equal(5, root.GetProperty("expectations").GetArrayLength());
    }

    [Fact]
    public async Task A_library_folder_that_holds_none_is_a_fault_with_a_way_out_and_the_rest_is_told_all_the_same()
    {
        SecoResult result = (await Seco.RunProcess(["doctor"], start => start.Environment["SECO_LIBTORCH"] = "/nowhere")).Expect(ExitCode.Failed);
        Assert.All(
            ["FAULT: libtorch", "SECO_LIBTORCH names '/nowhere'", "torch/lib", "libvips", "images/s", "not tested", "SeCo cannot run here yet"],
            text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
        Assert.Empty(result.Error);
    }

    [Fact]
    public async Task Without_native_libraries_both_packages_are_named()
    {
        using TempFolder program = WithoutNativeLibraries();
        SecoResult result = (await Seco.RunProcess(["doctor", "--quiet"], start => start.ArgumentList[0] = program["SeCo.Cli.dll"])).Expect(ExitCode.Failed);
        Assert.All(["libtorch-cpu-", "NetVips.Native.", "SECO_LIBTORCH"], text => Assert.Contains(text, result.Output, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", result.Output + result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_native_libraries_reading_an_image_names_the_package()
    {
        using TempFolder program = WithoutNativeLibraries();
        using FewScenes scenes = new();
        (await Seco.RunProcess(["pseudo-label", scenes.Configuration, "--out", scenes.Out], start => start.ArgumentList[0] = program["SeCo.Cli.dll"]))
            .Expect(ExitCode.Failed).Says("libvips, which decodes images, is missing", "NetVips.Native.");
    }

    [Fact]
    public async Task Without_native_libraries_a_run_names_the_library_before_it_begins()
    {
        using TempFolder program = WithoutNativeLibraries();
        using FewScenes scenes = new();
        string[] run = ["run", scenes.Configuration, "--out", scenes.Out];
        SecoResult result = (await Seco.RunProcess(run, start => start.ArgumentList[0] = program["SeCo.Cli.dll"])).Expect(ExitCode.Failed).Says("libtorch");
        Assert.DoesNotContain("fault of the program", result.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(Path.Combine(scenes.Out, "pixel-labels")));
    }

    private static TempFolder WithoutNativeLibraries()
    {
        TempFolder folder = new();
        string settings = Path.Combine(AppContext.BaseDirectory, "SeCo.Cli.runtimeconfig.json");
        foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "*.dll").Append(settings))
        {
            File.Copy(file, folder[Path.GetFileName(file)]);
        }

        return folder;
    }
}
