// Preloaded into the suite's origin: it listens on the loopback interface alone, on a port that the system chooses, and says which.
import net from 'node:net'

const listen = net.Server.prototype.listen
net.Server.prototype.listen = function () {
  this.once('listening', () => console.log(`PORT ${this.address().port}`))
  return listen.call(this, { host: '127.0.0.1', port: 0 })
}
