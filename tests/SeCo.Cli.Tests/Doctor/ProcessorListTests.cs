using SeCo.Cli.Doctor;
using Xunit;

namespace SeCo.Cli.Tests.Doctor;

public sealed class ProcessorListTests
{
    [Fact]
    public void Hardware_threads_of_one_core_are_one_core()
    {
        const string Text = "processor\t: 0\nmodel name\t: Some 9000\nphysical id\t: 0\ncore id\t\t: 0\n\nprocessor\t: 1\nmodel name\t: Some 9000\nphysical "
            + "id\t: 0\ncore id\t\t: 0\n\n"
            + "processor\t: 2\nmodel name\t: Some 9000\nphysical id\t: 1\ncore id\t\t: 0\n\n";
        Assert.Equal(new ProcessorList("Some 9000", 3, 2), ProcessorList.Parse(Text));
    }

    [Fact]
    public void Processors_without_names_and_cores_are_counted() =>
        Assert.Equal(
            new ProcessorList(null, 2, null),
            ProcessorList.Parse("processor\t: 0\nBogoMIPS\t: 50.00\n\nprocessor\t: 1\nBogoMIPS\t: 50.00\n\nHardware\t: board\n"));
}
