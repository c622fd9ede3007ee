using System.Diagnostics;
using SeCo.Cli.Tests.Fixtures;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Interop;

public sealed class KeptMemoryTests : IDisposable
{
    private readonly TempFolder _temp = new();

    public void Dispose() => _temp.Dispose();

    [Fact]
    public async Task The_program_runs_with_the_variables_of_glibc_and_the_same_arguments()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/proc/self/environ"), "needs Linux");

        string[] variables = await VariablesOf(_temp["größe \"1\""]);

        Assert.Equal(["MALLOC_ARENA_MAX=1", "MALLOC_MMAP_THRESHOLD_=1073741824", "MALLOC_TRIM_THRESHOLD_=2147483648"], variables);
        Assert.True(Directory.Exists(_temp["größe \"1\""]));
    }

    [Fact]
    public async Task What_the_user_has_set_stays_alone()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/proc/self/environ"), "needs Linux");

        Assert.Equal(["MALLOC_ARENA_MAX=4"], await VariablesOf(_temp["drawn"], "4"));
    }

    [Fact]
    public async Task The_exit_code_is_that_of_the_second_start() =>
        (await Seco.RunProcess("run", _temp["missing.yaml"], "--out", _temp["run"])).Expect(ExitCode.WrongUsage).Says("missing.yaml");

    [Fact]
    public async Task Nothing_of_the_first_start_stays_behind()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs Linux");
        string temporary = Directory.CreateDirectory(_temp["tmp"]).FullName;

        (await Seco.RunProcess(["--version"], start =>
        {
            Prepare(start, null);
            start.Environment["TMPDIR"] = temporary;
        })).Expect(ExitCode.Done);

        Assert.Empty(Directory.GetFileSystemEntries(temporary));
    }

    /// <summary>The variables that the process was started with last, read while it draws.</summary>
    private static async Task<string[]> VariablesOf(string folder, string? arenas = null)
    {
        using Process process = Seco.Start(start => Prepare(start, arenas), "demo", "data", "--out", folder, "--images", "50000");
        Task<string> output = process.StandardOutput.ReadToEndAsync(), error = process.StandardError.ReadToEndAsync();
        while (!Directory.Exists(folder) && !process.HasExited)
        {
            await Task.Delay(20);
        }

        Assert.False(process.HasExited, process.HasExited ? await error : string.Empty);
        string environment = await File.ReadAllTextAsync($"/proc/{process.Id}/environ");
        process.Kill();
        await process.WaitForExitAsync();
        _ = (await output, await error);
        return [.. environment.Split('\0').Where(v => v.StartsWith("MALLOC_", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
    }

    private static void Prepare(ProcessStartInfo start, string? arenas)
    {
        foreach (string name in new[] { "MALLOC_MMAP_THRESHOLD_", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES" })
        {
            start.Environment.Remove(name);
        }

        start.Environment["MALLOC_ARENA_MAX"] = arenas;
    }
}
