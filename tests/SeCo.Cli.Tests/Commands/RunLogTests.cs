using Microsoft.Extensions.Logging;
using SeCo.Cli.Commands;
using SeCo.Testing;
using Xunit;

namespace SeCo.Cli.Tests.Commands;

public sealed class RunLogTests
{
    [Fact]
    public void The_folder_and_the_file_come_with_the_first_line()
    {
        using TempFolder temp = new();
        using StringWriter terminal = new();
        using (RunLog log = new(temp["run/run.log"], terminal, () => { }))
        {
            Assert.False(Directory.Exists(temp["run"]));
            log.LogInformation("psa: done");
            log.LogWarning("psa: made anew");
            log.FileOnly("started: run");
        }

        string[] lines = File.ReadAllLines(temp["run/run.log"]);
        IEnumerable<string> said = lines.Select(line => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        Assert.Equal(["psa: done", "Warning: psa: made anew", "started: run"], said);
        Assert.Equal(["psa: done", "seco: psa: made anew"], terminal.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    [Fact]
    public void A_log_without_lines_leaves_nothing()
    {
        using TempFolder temp = new();
        new RunLog(temp["run/run.log"], null, () => { }).Dispose();
        Assert.False(Directory.Exists(temp["run"]));
    }
}
